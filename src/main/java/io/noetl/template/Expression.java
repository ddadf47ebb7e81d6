package io.noetl.template;

import io.noetl.value.Value;
import java.util.ArrayList;
import java.util.List;

/// An expression as it was written. Chains of operators of one rank are flat, so that their length
/// is no depth.
sealed interface Expression {
  int offset();

  /// The expressions directly inside this one.
  List<Expression> children();

  record Literal(int offset, Value value) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of();
    }
  }

  record Name(int offset, String name) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of();
    }
  }

  /// What the body of a filter or set block came to.
  record Body(int offset) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of();
    }
  }

  record Attribute(int offset, Expression of, String name) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(of);
    }
  }

  record Item(int offset, Expression of, Expression key) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(of, key);
    }
  }

  /// `of[from:to:step]`; what is left out is a literal null.
  record Slice(int offset, Expression of, Expression from, Expression to, Expression step)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(of, from, to, step);
    }
  }

  record Call(int offset, Expression callee, Arguments arguments) implements Expression {
    @Override
    public List<Expression> children() {
      return arguments.after(callee);
    }
  }

  record Filter(int offset, Expression of, String name, Arguments arguments) implements Expression {
    @Override
    public List<Expression> children() {
      return arguments.after(of);
    }
  }

  record Test(int offset, Expression of, String name, Arguments arguments) implements Expression {
    @Override
    public List<Expression> children() {
      return arguments.after(of);
    }
  }

  record Listing(int offset, List<Expression> items) implements Expression {
    @Override
    public List<Expression> children() {
      return items;
    }
  }

  record Row(int offset, List<Expression> items) implements Expression {
    @Override
    public List<Expression> children() {
      return items;
    }
  }

  record Mapping(int offset, List<Expression> keys, List<Expression> values) implements Expression {
    @Override
    public List<Expression> children() {
      var all = new ArrayList<>(keys);
      all.addAll(values);
      return all;
    }
  }

  record Sign(int offset, boolean negative, Expression of) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(of);
    }
  }

  record Not(int offset, Expression of) implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(of);
    }
  }

  /// Arithmetic from left to right, or a chain of comparisons that must all hold.
  record Chain(int offset, Expression first, List<Link> links) implements Expression {
    @Override
    public List<Expression> children() {
      var all = new ArrayList<Expression>(links.size() + 1);
      all.add(first);
      links.forEach(link -> all.add(link.operand()));
      return all;
    }
  }

  record Link(int offset, Operator operator, Expression operand) {}

  record Concat(int offset, List<Expression> parts) implements Expression {
    @Override
    public List<Expression> children() {
      return parts;
    }
  }

  record And(int offset, List<Expression> parts) implements Expression {
    @Override
    public List<Expression> children() {
      return parts;
    }
  }

  record Or(int offset, List<Expression> parts) implements Expression {
    @Override
    public List<Expression> children() {
      return parts;
    }
  }

  /// `then if test else otherwise`; without `else`, otherwise is a literal undefined.
  record Choice(int offset, Expression test, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public List<Expression> children() {
      return List.of(test, then, otherwise);
    }
  }
}
