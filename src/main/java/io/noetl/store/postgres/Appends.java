package io.noetl.store.postgres;

import io.noetl.broker.Entry;
import io.noetl.playbook.PlaybookRef;
import io.noetl.store.Append;
import io.noetl.store.Micros;
import io.noetl.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes appends, in waves: each wave is one call of `noetl.append`, one transaction and one way
/// to the database and back. Nearly always there is one wave. An append that must see in the tables
/// what an earlier one of its execution did waits for the next; so do those of a chain that was
/// refused as a whole, and then go one by one.
final class Appends {
  private static final int APPENDED = 0;
  private static final int CONFLICT = 1;
  private static final int STALE = 2;
  private static final int ENDED = 3;

  private static final String CATALOG_ID =
      "SELECT catalog_id FROM noetl.catalog WHERE path = ? AND version = ?";

  private static final int CATALOG_IDS_MAX = 10_000;

  private final Database database;
  private final String sender;

  /// Remembered, as a catalog entry never changes.
  private final Map<PlaybookRef, Long> catalogIds = Collections.synchronizedMap(new HashMap<>());

  /// `sender` names this store in the news for others.
  Appends(Database database, String sender) {
    this.database = database;
    this.sender = sender;
  }

  /// Gives each of the items its answer or its failure. On a thread of the store.
  void write(List<Item> items) {
    Set<Long> oneByOne = new HashSet<>();
    for (var wave = wave(items, oneByOne); !wave.isEmpty(); wave = wave(items, oneByOne)) {
      try {
        write(wave, oneByOne);
      } catch (StoreUnavailable e) {
        items.stream().filter(Item::isOpen).forEach(item -> item.fail(e));
      }
    }
  }

  /// As much of what is open as can be written at once.
  private static List<Chain> wave(List<Item> items, Set<Long> oneByOne) {
    Map<Long, Chain> chains = new HashMap<>();
    Set<Long> later = new HashSet<>();
    for (var item : items) {
      long execution = item.append().execution();
      if (!item.isOpen() || later.contains(execution)) {
        continue;
      }
      var chain = chains.get(execution);
      if (chain == null) {
        chains.put(execution, new Chain(item));
      } else if (oneByOne.contains(execution) || !chain.takes(item)) {
        later.add(execution);
      }
    }
    return chains.values().stream().sorted(Comparator.comparingLong(Chain::execution)).toList();
  }

  private void write(List<Chain> wave, Set<Long> oneByOne) {
    List<Integer> answers;
    try {
      answers = new Call(wave).answers();
    } catch (IllegalStateException e) {
      apart(wave, oneByOne, e);
      return;
    }
    for (int i = 0; i < wave.size(); i++) {
      conclude(wave.get(i), answers.get(i), oneByOne);
    }
  }

  /// One of the chains is faulty, nobody knows which: each has its own transaction, so that only
  /// that one fails.
  private void apart(List<Chain> wave, Set<Long> oneByOne, IllegalStateException fault) {
    if (wave.size() > 1) {
      wave.forEach(chain -> write(List.of(chain), oneByOne));
    } else if (wave.getFirst().items().size() > 1) {
      oneByOne.add(wave.getFirst().execution());
    } else {
      wave.getFirst().items().getFirst().fail(fault);
    }
  }

  private static void conclude(Chain chain, int answer, Set<Long> oneByOne) {
    if (answer == APPENDED) {
      chain.items().forEach(item -> item.answer(new Append.Appended()));
    } else if (chain.items().size() > 1) {
      oneByOne.add(chain.execution());
    } else {
      refuse(chain.items().getFirst(), answer);
    }
  }

  private static void refuse(Item item, int answer) {
    switch (answer) {
      case CONFLICT -> item.answer(new Append.Conflict());
      case STALE -> item.answer(new Append.Stale());
      case ENDED ->
          item.fail(
              new IllegalStateException(
                  "execution %d has ended and is never reopened"
                      .formatted(item.append().execution())));
      default -> item.fail(new IllegalStateException("unknown answer " + answer));
    }
  }

  private long catalogId(Session session, PlaybookRef playbook) throws SQLException {
    var known = catalogIds.get(playbook);
    if (known != null) {
      return known;
    }
    var found =
        session
            .sql(CATALOG_ID)
            .text(playbook.path())
            .number(playbook.version())
            .first(row -> row.number(1));
    if (found.isPresent()) {
      if (catalogIds.size() >= CATALOG_IDS_MAX) {
        catalogIds.clear();
      }
      catalogIds.put(playbook, found.get());
    }
    return found.orElse(0L);
  }

  /// One wave on its way. When the connection breaks during the call, nobody knows whether it was
  /// done. It is made again then: the expected event lets it through only if it was not, and a
  /// refusal is looked at more closely.
  private final class Call {
    private final List<Chain> wave;
    private boolean doubtful;
    private boolean careful;

    Call(List<Chain> wave) {
      this.wave = wave;
    }

    List<Integer> answers() {
      var answers = database.persist(() -> database.once(this::attempt));
      return doubtful ? resolved(answers) : answers;
    }

    private List<Integer> attempt(Session session) throws SQLException {
      Map<PlaybookRef, Long> ids = new HashMap<>();
      for (var chain : wave) {
        var playbook = chain.last().row().playbook();
        ids.put(playbook, catalogId(session, playbook));
      }
      var batch = Batch.of(wave, playbook -> ids.getOrDefault(playbook, 0L));
      var sql = session.sql(Batch.CALL);
      batch.bind(sql, sender, careful);
      try {
        return sql.one(row -> row.smalls(1));
      } catch (SQLException e) {
        doubtful = doubtful || Trouble.isConnection(e);
        careful = careful || Trouble.isRace(e);
        throw e;
      }
    }

    private List<Integer> resolved(List<Integer> answers) {
      List<Integer> resolved = new ArrayList<>(answers);
      for (int i = 0; i < resolved.size(); i++) {
        var chain = wave.get(i);
        if (resolved.get(i) != APPENDED && isWritten(chain)) {
          resolved.set(i, APPENDED);
        }
      }
      return resolved;
    }

    /// Whether the events that stand in the chain's place are the chain's own: the seed in the
    /// first event of a decision is nobody else's.
    private boolean isWritten(Chain chain) {
      List<Entry> mine = new ArrayList<>();
      for (var item : chain.items()) {
        item.append().events().forEach(entry -> mine.add(cut(entry)));
      }
      return !mine.isEmpty()
          && database
              .persist(
                  () ->
                      database.once(
                          session ->
                              Histories.entries(
                                  session,
                                  chain.execution(),
                                  chain.first().expected(),
                                  mine.size())))
              .equals(mine);
    }

    private static Entry cut(Entry entry) {
      return new Entry(
          entry.number(), entry.parent(), Micros.cut(entry.at()), entry.event(), entry.fact());
    }
  }
}
