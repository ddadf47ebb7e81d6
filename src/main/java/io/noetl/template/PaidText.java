package io.noetl.template;

/// Text for a pattern to run over: each look at a character is paid for, so that no pattern can run
/// for long.
record PaidText(Frame frame, CharSequence text) implements CharSequence {
  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    frame.look();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
