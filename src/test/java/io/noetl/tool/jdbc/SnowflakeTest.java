package io.noetl.tool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noetl.job.Failure;
import io.noetl.tool.Auth;
import io.noetl.tool.Calls;
import io.noetl.tool.Environment;
import io.noetl.tool.FileRoot;
import io.noetl.tool.Saver.Order;
import io.noetl.tool.TestWatch;
import io.noetl.tool.ToolCall;
import io.noetl.tool.ToolFailure;
import io.noetl.value.Fields;
import io.noetl.value.Items;
import io.noetl.value.Json;
import io.noetl.value.Text;
import io.noetl.value.Value;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snowflake by a driver that stands in for its own.
class SnowflakeTest {
  private static final Fields CREDENTIAL =
      Calls.fields(
          "{\"type\": \"snowflake\", \"account\": \"my-org\", \"username\": \"etl\","
              + " \"password\": \"right-one\", \"database\": \"D\", \"role\": \"R\"}");

  @TempDir Path lib;
  private Databases databases = new Databases(Path.of(""), FileRoot.anywhere());
  private JdbcTool tool = JdbcTool.snowflake(databases, auth());

  @BeforeEach
  void begin() throws Exception {
    StandInDriver.putInto(lib);
    databases = new Databases(lib, FileRoot.anywhere());
    tool = JdbcTool.snowflake(databases, auth());
  }

  @AfterEach
  void end() {
    databases.close();
  }

  private static Auth auth() {
    return new Auth(
        Environment.of(Map.of()),
        (name, _) -> name.equals("sf") ? Optional.of(CREDENTIAL) : Optional.empty());
  }

  @Test
  void aCredentialBecomesAUrlAndProperties() throws Exception {
    assertThat(given("{'auth': 'sf', 'warehouse': 'BIG', 'properties': {'queryTag': 'q'}}"))
        .isEqualTo(
            "JDBC_QUERY_RESULT_FORMAT=JSON TIMEZONE=UTC application=noetl authenticator=snowflake"
                + " db=D loginTimeout=30 password=right-one queryTag=q role=R schema=PUBLIC"
                + " url=jdbc:snowflake://my-org.snowflakecomputing.com/ user=etl warehouse=BIG");
  }

  @Test
  void aKeyPairIsUsedInsteadOfAPassword() throws Exception {
    var pem = pem("PRIVATE KEY", key());
    var config =
        Fields.of("account", Text.of("a.eu-central-1.snowflakecomputing.com"))
            .with("user", Text.of("u"))
            .with("private_key", Text.of(pem));

    assertThat(given(config))
        .contains(" authenticator=snowflake_jwt ", " privateKey=RSA PKCS#8 ", " user=u ")
        .contains("url=jdbc:snowflake://a.eu-central-1.snowflakecomputing.com/ ")
        .doesNotContain("password");
    assertThat(given(config.with("private_key", Text.of(pem.replace("\n", "\\n")))))
        .contains("privateKey=RSA");
  }

  @Test
  void aKeyMayBeEncrypted() throws Exception {
    var config =
        Fields.of("account", Text.of("a"), "user", Text.of("u"))
            .with("private_key", Text.of(pem("ENCRYPTED PRIVATE KEY", encrypted("open sesame"))));

    assertThat(given(config.with("private_key_passphrase", Text.of("open sesame"))))
        .contains("privateKey=RSA PKCS#8");
    assertThat(failure(config).message()).contains("give 'private_key_passphrase'");
    assertThat(failure(config.with("private_key_passphrase", Text.of("wrong"))).message())
        .contains("does not open: is 'private_key_passphrase' right?");
    var old = config.with("private_key", Text.of(pem("RSA PRIVATE KEY", key())));
    assertThat(failure(old).message()).contains("not a PKCS #8 key: openssl pkcs8");
    var broken = config.with("private_key", Text.of(pem("PRIVATE KEY", new byte[10])));
    assertThat(failure(broken).message()).contains("cannot be read");
    assertThat(failure(config.with("private_key", Text.of("nonsense"))).message())
        .contains("is no PEM text");
  }

  @Test
  void resultsAreLaidOutAsStatements() throws Exception {
    var result =
        run(
            Calls.fields(
                "{\"auth\": \"sf\", \"command\": \"CREATE TABLE IF NOT EXISTS t (\\\"n\\\" int);"
                    + " DELETE FROM t; INSERT INTO t VALUES (:n), (2); SELECT * FROM t\"}"),
            Calls.fields("{\"n\": 1}"));

    assertThat(json(result))
        .contains(
            "'statement_2':{'status':'success','rows_affected':2,'row_count':2,"
                + "'message':'2 rows affected','query':'INSERT INTO t VALUES (:n), (2)'},"
                + "'statement_3':{'status':'success','row_count':2,"
                + "'result':[{'n':1},{'n':2}],'query':'SELECT * FROM t','columns':['n']}}");
    var failure = failure(Calls.fields("{\"auth\": \"sf\", \"command\": \"SELECT x\"}"));
    assertThat(failure.message()).startsWith("statement_0: ");
  }

  @Test
  void whatIsMissingIsListed() {
    assertThat(failure(Calls.fields("{\"command\": \"SELECT 1\"}")).message())
        .isEqualTo(
            "the connection to Snowflake lacks account, user, password or private_key: give it in"
                + " the step, or name under 'auth' a credential of type snowflake that has it");
    assertThat(failure(Calls.fields("{\"auth\": \"sf\", \"account\": \"https://x\"}")).message())
        .contains("'account' is the name of an account");
  }

  @Test
  void aWrongPasswordIsTold() {
    var watch = new TestWatch();
    var config =
        Calls.fields("{\"auth\": \"sf\", \"password\": \"wrong\", \"command\": \"SELECT 1\"}");

    var failure =
        catchThrowableOfType(ToolFailure.class, () -> tool.run(call(config, Fields.EMPTY), watch))
            .failure();

    assertThat(failure.code()).isEqualTo("28000");
    assertThat(failure.message())
        .isEqualTo(
            "cannot connect to jdbc:snowflake://my-org.snowflakecomputing.com/ as etl: Incorrect"
                + " username or password was specified.: check user and password");
    assertThat(watch.hidden()).contains("wrong", "right-one").doesNotContain("my-org", "etl");
  }

  @Test
  void savesGoTheSameWay() throws Exception {
    run(
        Calls.fields(
            "{\"auth\": \"sf\", \"command\": \"DROP TABLE IF EXISTS s; CREATE TABLE s (id int"
                + " PRIMARY KEY, name varchar)\"}"),
        Fields.EMPTY);
    var saver = new JdbcSaver(tool);
    var spec =
        Calls.fields(
            "{\"auth\": \"sf\", \"table\": \"s\", \"mode\": \"update\", \"key\": [\"id\"],"
                + " \"exactly_once\": false}");
    var insert = Calls.fields("{\"auth\": \"sf\", \"table\": \"s\", \"exactly_once\": false}");

    saver.save(new Order("1/step/1", 1, "step", insert, row("a")), new TestWatch());
    var answer = saver.save(new Order("1/step/1", 1, "step", spec, row("b")), new TestWatch());

    assertThat(json(answer)).isEqualTo("{'saved':'snowflake','table':'s','rows':1}");
    var found =
        run(Calls.fields("{\"auth\": \"sf\", \"command\": \"SELECT * FROM s\"}"), Fields.EMPTY);
    assertThat(json(found)).contains("[{'ID':1,'NAME':'b'}]");
  }

  /// Where no single statement is known, rows are updated and, if there are none, inserted.
  @Test
  void aDatabaseThatNobodyKnowsIsServedToo() throws Exception {
    var jdbc = JdbcTool.jdbc(databases, auth());
    var url = Fields.of("url", Text.of("jdbc:standin:x"));
    var setUp =
        url.with("command", Text.of("DROP TABLE IF EXISTS u; CREATE TABLE u (a int, b varchar)"));
    var _ = jdbc.run(call(setUp, Fields.EMPTY), new TestWatch());
    var spec =
        Calls.fields("{\"table\": \"u\", \"mode\": \"upsert\", \"key\": \"a\", \"spec\": {}}")
            .with("spec", url);
    var rows = "[{\"a\": 1, \"b\": \"x\"}, {\"a\": 1, \"b\": \"y\"}, {\"a\": 2}, {\"a\": 2}]";

    var answer =
        new JdbcSaver(jdbc)
            .save(new Order("1/step/1", 1, "step", spec, Json.read(rows)), new TestWatch());

    assertThat(json(answer)).isEqualTo("{'saved':'jdbc','table':'u','rows':4}");
    var look = url.with("command", Text.of("SELECT * FROM u ORDER BY a"));
    assertThat(json(jdbc.run(call(look, Fields.EMPTY), new TestWatch())))
        .contains("[{'A':1,'B':'y'},{'A':2,'B':null}]");
  }

  // -- Plumbing --------------------------------------------------------------------------------

  private static Fields row(String name) {
    return Fields.of("id", Json.read("1"), "name", Text.of(name));
  }

  private static byte[] key() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair().getPrivate().getEncoded();
  }

  private static byte[] encrypted(String passphrase) throws Exception {
    var algorithm = "PBEWithHmacSHA256AndAES_256";
    var secret =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
    var cipher = Cipher.getInstance(algorithm);
    cipher.init(Cipher.ENCRYPT_MODE, secret);
    var parameters = AlgorithmParameters.getInstance("PBES2");
    parameters.init(cipher.getParameters().getEncoded());
    return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key())).getEncoded();
  }

  private static String pem(String kind, byte[] bytes) {
    return "-----BEGIN %s-----%n%s%n-----END %1$s-----%n"
        .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
  }

  /// What the driver was given.
  private String given(String config) throws Exception {
    return given(Calls.fields(config.replace('\'', '"')));
  }

  private String given(Fields config) throws Exception {
    var query = config.with("command", Text.of("SELECT * FROM given ORDER BY name"));
    var entry = (Fields) run(query, Fields.EMPTY).get("statement_0");
    var all = new StringBuilder();
    for (var row : (Items) entry.get("result")) {
      all.append(((Fields) row).get("NAME") instanceof Text(var name) ? name : "")
          .append('=')
          .append(((Fields) row).get("CONTENT") instanceof Text(var value) ? value : "")
          .append(' ');
    }
    return all.toString().strip();
  }

  private Fields run(Fields config, Fields inputs) throws Exception {
    return (Fields) tool.run(call(config, inputs), new TestWatch());
  }

  private static ToolCall call(Fields config, Fields inputs) {
    return new ToolCall("1/step/1", config, inputs, "", Fields.EMPTY, "step");
  }

  private Failure failure(Fields config) {
    var whole = config.has("command") ? config : config.with("command", Text.of("SELECT 1"));
    return catchThrowableOfType(ToolFailure.class, () -> run(whole, Fields.EMPTY)).failure();
  }

  private static String json(Value value) {
    return Json.write(value).replace('"', '\'');
  }
}
