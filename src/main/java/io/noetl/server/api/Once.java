package io.noetl.server.api;

import io.noetl.broker.ExecutionId;
import io.noetl.engine.Engine.Answer;
import io.noetl.server.http.Fault;
import io.noetl.server.http.Parameter;
import io.noetl.server.http.Reply;
import io.noetl.server.http.Request;
import io.noetl.store.RequestKeys.Claim;
import io.noetl.value.Fields;
import io.noetl.value.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;

/// Makes an execution once, however often the same request for it comes: a request is the same if
/// it has the same Idempotency-Key.
record Once(Parts parts) {
  static final Parameter PARAMETER =
      Parameter.header("Idempotency-Key", "A name for this request, up to 200 characters.");

  private static final String KEY = PARAMETER.name();
  private static final int KEY_MAX = 200;

  /// Makes an execution of that id (0 to draw one); does nothing if it is there already.
  interface Making {
    Answer<Long> make(long id) throws InterruptedException;
  }

  /// Answers with the execution that the request stands for, as `shown`. `asked` is all that it
  /// asks for: the same key may not come with something else.
  Reply reply(Request request, Fields asked, Making making, LongFunction<Reply> shown)
      throws InterruptedException {
    var key = request.header(KEY);
    if (key.isEmpty()) {
      return shown.apply(Refusals.done(making.make(0)));
    }
    if (key.length() > KEY_MAX) {
      throw Fault.parameter(KEY, "up to %d characters".formatted(KEY_MAX), key);
    }
    return once(key, digest(asked), making, shown);
  }

  /// The key reserves the id; whoever comes again makes it under the same one, which does nothing
  /// if it is there already.
  private Reply once(String key, String digest, Making making, LongFunction<Reply> shown)
      throws InterruptedException {
    long wanted = ExecutionId.of(parts.clock().instant(), ThreadLocalRandom.current().nextLong());
    var claim = claim(key, digest, wanted);
    if (claim.execution() != wanted && !isBegun(claim)) {
      // Where the execution was pruned meanwhile, its key went with it: this gives a new id.
      claim = claim(key, digest, wanted);
    }
    boolean isNew = claim.execution() == wanted;
    if (isNew || !isBegun(claim)) {
      var _ = Refusals.done(making.make(claim.execution()));
    }
    var reply = shown.apply(claim.execution());
    return isNew ? reply : Reply.with(reply, "Idempotent-Replayed", "true");
  }

  private Claim claim(String key, String digest, long wanted) {
    var claim = parts.store().requestKeys().claim(key, digest, wanted);
    if (!claim.isSame()) {
      throw Fault.of(
          422,
          "idempotency-key-reused",
          "the %s '%s' came with another request before".formatted(KEY, key));
    }
    return claim;
  }

  private boolean isBegun(Claim claim) {
    return parts.store().executions().find(claim.execution()).isPresent();
  }

  private static String digest(Fields asked) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Json.writeBytes(asked)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Each Java has it.
    }
  }
}
