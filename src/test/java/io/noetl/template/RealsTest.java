package io.noetl.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Numbers print, round and divide as in Python.
class RealsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '~',
      value = {
        "1.0 # 1.0",
        "100.0 # 100.0",
        "1e15 # 1000000000000000.0",
        "1e16 # 1e+16",
        "123456789012345680.0 # 1.2345678901234568e+17",
        "0.0001 # 0.0001",
        "0.00001 # 1e-05",
        "1.5e-7 # 1.5e-07",
        "1e100 # 1e+100",
        "5e-324 # 5e-324",
        "1.7976931348623157e308 # 1.7976931348623157e+308",
        "2e-7 * 3 # 6e-07",
        "0.1 + 0.2 # 0.30000000000000004",
        "-0.0 # -0.0",
        "1e309 # inf",
        "-1e309 # -inf",
        "1e309 - 1e309 # nan",
        "2 ** 62 * 4 # 18446744073709551616",
        "-(2 ** 63) # -9223372036854775808",
        "2 ** 0.5 # 1.4142135623730951",
        "2 ** -1 # 0.5",
        "-7 // 2 # -4",
        "-7 % 3 # 2",
        "7 % -3 # -2",
        "-7.5 // 2 # -4.0",
        "-7.5 % 2 # 0.5",
        "7 / 2 # 3.5",
        "10 ** 20 / 10 ** 19 # 10.0",
        "true + true # 2",
        "9007199254740993 == 9007199254740992.0 # False",
        "16.25|round(1) # 16.2",
        "21.875|round(2) # 21.88",
        "0.5|round # 0.0",
        "1.5|round # 2.0",
        "2.675|round(2) # 2.67",
        "1234|round(-2) # 1200",
        "1250|round(-2) # 1200",
        "42|round # 42",
        "2.4|round(0, 'ceil') # 3.0",
        "'%.2f' % 2.675 # 2.67",
        "'%.0f' % 2.5 # 2",
        "'{:.1e}'.format(12345) # 1.2e+04",
        "'{:,.2f}'.format(1234567.891) # 1,234,567.89",
        "'{:g}'.format(1e-5) # 1e-05",
        "'1e3'|float # 1000.0",
        "' 12 '|int # 12",
        "'0x1f'|int(0, 16) # 31",
        "'1_000'|int # 1000",
        "1e20|int # 100000000000000000000",
      })
  void asPython(String expression, String text) {
    assertThat(Rendered.text("{{ " + expression + " }}")).isEqualTo(text);
  }
}
