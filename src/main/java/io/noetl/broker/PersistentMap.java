package io.noetl.broker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// An immutable map from text whose copies share all but the changed path (a hash array mapped
/// trie), so that a state of ten thousand steps changes as cheaply as one of three.
///
/// The order of entries is that of their hashes: always the same for the same names.
final class PersistentMap<V> {
  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;

  private sealed interface Node<V> {}

  private record Leaf<V>(int hash, String key, V value) implements Node<V> {}

  private record Clash<V>(int hash, List<Leaf<V>> leaves) implements Node<V> {}

  // Never compared, and the array never leaves this class.
  @SuppressWarnings("ArrayRecordComponent")
  private record Branch<V>(int bitmap, Node<V>[] children) implements Node<V> {}

  private final Node<V> root;
  private final int size;

  private PersistentMap(Node<V> root, int size) {
    this.root = root;
    this.size = size;
  }

  static <V> PersistentMap<V> empty() {
    return new PersistentMap<>(emptyBranch(), 0);
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  Optional<V> find(String key) {
    int hash = spread(key);
    var node = root;
    for (int shift = 0; node instanceof Branch<V>(var bitmap, var children); shift += BITS) {
      int bit = bit(hash, shift);
      if ((bitmap & bit) == 0) {
        return Optional.empty();
      }
      node = children[index(bitmap, bit)];
    }
    return switch (node) {
      case Leaf<V> leaf -> leaf.key().equals(key) ? Optional.of(leaf.value()) : Optional.empty();
      case Clash<V>(_, var leaves) ->
          leaves.stream().filter(leaf -> leaf.key().equals(key)).map(Leaf::value).findFirst();
      case Branch<V> _ -> throw new IllegalStateException("a branch was walked through");
    };
  }

  PersistentMap<V> with(String key, V value) {
    boolean isNew = find(key).isEmpty();
    return new PersistentMap<>(
        put(root, 0, new Leaf<>(spread(key), key, value)), isNew ? size + 1 : size);
  }

  PersistentMap<V> without(String key) {
    if (find(key).isEmpty()) {
      return this;
    }
    var rest = remove(root, 0, spread(key), key);
    return new PersistentMap<>(rest.orElseGet(PersistentMap::emptyBranch), size - 1);
  }

  void forEach(BiConsumer<String, V> action) {
    visit(root, action);
  }

  List<V> values() {
    List<V> values = new ArrayList<>(size);
    forEach((_, value) -> values.add(value));
    return values;
  }

  private static <V> void visit(Node<V> node, BiConsumer<String, V> action) {
    switch (node) {
      case Leaf<V> leaf -> action.accept(leaf.key(), leaf.value());
      case Clash<V>(_, var leaves) ->
          leaves.forEach(leaf -> action.accept(leaf.key(), leaf.value()));
      case Branch<V>(_, var children) -> {
        for (var child : children) {
          visit(child, action);
        }
      }
    }
  }

  private static <V> Node<V> put(Node<V> node, int shift, Leaf<V> leaf) {
    return switch (node) {
      case Branch<V>(var bitmap, var children) -> {
        int bit = bit(leaf.hash(), shift);
        int index = index(bitmap, bit);
        if ((bitmap & bit) == 0) {
          yield new Branch<>(bitmap | bit, inserted(children, index, leaf));
        }
        yield new Branch<>(
            bitmap, replaced(children, index, put(children[index], shift + BITS, leaf)));
      }
      case Leaf<V> old when old.key().equals(leaf.key()) -> leaf;
      case Leaf<V> old when old.hash() == leaf.hash() ->
          new Clash<>(leaf.hash(), List.of(old, leaf));
      case Leaf<V> old -> put(put(emptyBranch(), shift, old), shift, leaf);
      case Clash<V>(var hash, var leaves) when hash == leaf.hash() -> {
        var list = new ArrayList<>(leaves);
        list.removeIf(each -> each.key().equals(leaf.key()));
        list.add(leaf);
        yield new Clash<>(hash, list);
      }
      case Clash<V> clash -> put(lifted(clash, shift), shift, leaf);
    };
  }

  private static <V> Node<V> lifted(Clash<V> clash, int shift) {
    Branch<V> empty = emptyBranch();
    return new Branch<>(bit(clash.hash(), shift), inserted(empty.children(), 0, clash));
  }

  private static <V> Optional<Node<V>> remove(Node<V> node, int shift, int hash, String key) {
    return switch (node) {
      case Branch<V>(var bitmap, var children) -> {
        int bit = bit(hash, shift);
        int index = index(bitmap, bit);
        var child = remove(children[index], shift + BITS, hash, key);
        if (child.isPresent()) {
          yield Optional.of(new Branch<>(bitmap, replaced(children, index, child.get())));
        }
        yield bitmap == bit
            ? Optional.empty()
            : Optional.of(new Branch<>(bitmap & ~bit, removed(children, index)));
      }
      case Leaf<V> _ -> Optional.empty();
      case Clash<V>(_, var leaves) -> {
        var list = leaves.stream().filter(leaf -> !leaf.key().equals(key)).toList();
        yield Optional.of(list.size() == 1 ? list.getFirst() : new Clash<>(hash, list));
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <V> Branch<V> emptyBranch() {
    return new Branch<>(0, (Node<V>[]) new Node<?>[0]);
  }

  private static <V> Node<V>[] inserted(Node<V>[] children, int index, Node<V> child) {
    var copy = Arrays.copyOf(children, children.length + 1);
    for (int i = copy.length - 1; i > index; i--) {
      copy[i] = children[i - 1];
    }
    copy[index] = child;
    return copy;
  }

  private static <V> Node<V>[] replaced(Node<V>[] children, int index, Node<V> child) {
    var copy = children.clone();
    copy[index] = child;
    return copy;
  }

  private static <V> Node<V>[] removed(Node<V>[] children, int index) {
    var copy = Arrays.copyOf(children, children.length - 1);
    for (int i = index; i < copy.length; i++) {
      copy[i] = children[i + 1];
    }
    return copy;
  }

  private static int spread(String key) {
    int hash = key.hashCode();
    return hash ^ (hash >>> 16);
  }

  private static int bit(int hash, int shift) {
    return 1 << (shift < 32 ? (hash >>> shift) & MASK : 0);
  }

  private static int index(int bitmap, int bit) {
    return Integer.bitCount(bitmap & (bit - 1));
  }
}
