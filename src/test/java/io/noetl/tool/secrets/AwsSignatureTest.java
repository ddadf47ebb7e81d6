package io.noetl.tool.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples that Amazon has published for Signature Version 4.
class AwsSignatureTest {
  private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");
  private static final AwsSignature.Keys KEYS =
      new AwsSignature.Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");

  @Test
  void theSigningKeyIsThatOfTheExample() {
    var key = new AwsSignature("us-east-1", "iam", AT).key(KEYS.secret());

    assertThat(HexFormat.of().formatHex(key))
        .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  }

  @Test
  void listingTheUsersIsSignedAsInTheExample() {
    var headers =
        Map.of(
            "Content-Type", "application/x-www-form-urlencoded; charset=utf-8",
            "Host", "iam.amazonaws.com",
            "X-Amz-Date", "20150830T123600Z");
    var request =
        new AwsSignature.Signed("GET", "/", "Action=ListUsers&Version=2010-05-08", headers, "");

    assertThat(new AwsSignature("us-east-1", "iam", AT).authorization(request, KEYS))
        .isEqualTo(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, Signature="
                + "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, '', '', '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    "POST, '', '', '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    "GET, Param1=value1&Param2=value2, '', '',"
        + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    "POST, '', application/x-www-form-urlencoded, Param1=value1,"
        + " ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
  })
  void theTestSuiteIsSignedAlike(
      String method, String query, String type, String body, String expected) {
    var headers = new HashMap<String, String>();
    headers.put("Host", "example.amazonaws.com");
    headers.put("X-Amz-Date", "20150830T123600Z");
    if (!type.isEmpty()) {
      headers.put("Content-Type", type);
    }
    var request = new AwsSignature.Signed(method, "/", query, headers, body);

    assertThat(new AwsSignature("us-east-1", "service", AT).authorization(request, KEYS))
        .endsWith("Signature=" + expected);
  }
}
