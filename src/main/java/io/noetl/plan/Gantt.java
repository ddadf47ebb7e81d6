package io.noetl.plan;

import java.util.HashSet;
import java.util.Locale;

/// Draws a schedule as SVG: a bar for each piece along the time, the critical way in another
/// colour.
public final class Gantt {
  private static final int ROW = 24;
  private static final int BAR = 16;
  private static final int MARGIN = 16;
  private static final int AXIS = 28;
  private static final int CHART = 720;
  private static final int LETTER = 7;
  private static final int NAME_MAX = 40;
  private static final int TICKS = 8;

  /// What takes no time can be seen all the same.
  private static final double WIDTH_MIN = 2;

  private static final String STYLE =
      """
      <style>
        text { font: 12px ui-monospace, Menlo, Consolas, monospace; fill: #1f2937; }
        .tick { fill: #6b7280; font-size: 11px; text-anchor: middle; }
        .line { stroke: #e5e7eb; }
        rect { fill: #93c5fd; }
        .critical { fill: #f97316; }
        .paper { fill: #fff; }
      </style>
      """;

  private final Plan plan;
  private final Schedule schedule;
  private final StringBuilder out = new StringBuilder();
  private final int left;
  private final double scale;

  private Gantt(Plan plan, Schedule schedule) {
    this.plan = plan;
    this.schedule = schedule;
    int longest =
        plan.pieces().stream().mapToInt(piece -> shown(piece.id()).length()).max().orElse(0);
    left = MARGIN + longest * LETTER + MARGIN;
    scale = CHART / (double) Math.max(1, schedule.makespanMillis());
  }

  public static String svg(Plan plan, Schedule schedule) {
    return new Gantt(plan, schedule).draw();
  }

  private String draw() {
    int bottom = MARGIN + AXIS + plan.pieces().size() * ROW;
    int width = left + CHART + 4 * MARGIN;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %1$d %2$d">
        """
            .formatted(width, bottom + MARGIN));
    out.append(STYLE).append("<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n");
    drawTicks(bottom);
    var critical = new HashSet<>(schedule.critical());
    for (int i = 0; i < plan.pieces().size(); i++) {
      drawBar(plan.pieces().get(i), MARGIN + AXIS + i * ROW, critical.contains(id(i)));
    }
    return out.append("</svg>\n").toString();
  }

  private String id(int place) {
    return plan.pieces().get(place).id();
  }

  private void drawTicks(int bottom) {
    long step = step(schedule.makespanMillis());
    for (long at = 0; at <= schedule.makespanMillis(); at += step) {
      var x = number(left + at * scale);
      out.append(
          "<line class=\"line\" x1=\"%s\" x2=\"%1$s\" y1=\"%d\" y2=\"%d\"/>%n"
              .formatted(x, MARGIN + AXIS - 6, bottom));
      out.append(
          "<text class=\"tick\" x=\"%s\" y=\"%d\">%s</text>%n"
              .formatted(x, MARGIN + AXIS - 12, seconds(at)));
    }
  }

  /// 1, 2 or 5 of some power of ten, so that there are not too many.
  private static long step(long whole) {
    long step = 1;
    for (int i = 0; step * TICKS < whole; i++) {
      step = i % 3 == 1 ? step / 2 * 5 : step * 2;
    }
    return step;
  }

  private void drawBar(Piece piece, int y, boolean isCritical) {
    long start = schedule.starts().getOrDefault(piece.id(), 0L);
    long end = schedule.ends().getOrDefault(piece.id(), start);
    out.append(
        "<text x=\"%d\" y=\"%d\">%s</text>%n"
            .formatted(MARGIN, y + 13, escaped(shown(piece.id()))));
    out.append(
        "<rect%s x=\"%s\" y=\"%d\" width=\"%s\" height=\"%d\" rx=\"2\"><title>%s</title></rect>%n"
            .formatted(
                isCritical ? " class=\"critical\"" : "",
                number(left + start * scale),
                y + 2,
                number(Math.max(WIDTH_MIN, (end - start) * scale)),
                BAR,
                escaped("%s: %s to %s".formatted(piece.id(), seconds(start), seconds(end)))));
  }

  private static String shown(String id) {
    return id.length() <= NAME_MAX ? id : id.substring(0, NAME_MAX - 1) + "…";
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
