/** The time since the beginning: +0.000, +12.345, +3:07.120, +2:00:05.000. */
export function offset(millis: number): string {
  const whole = Math.max(0, Math.round(millis));
  const seconds = Math.floor(whole / 1000);
  const fraction = String(whole % 1000).padStart(3, "0");
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  if (hours > 0) {
    return `+${hours}:${two(minutes)}:${two(seconds % 60)}.${fraction}`;
  }
  return minutes > 0 ? `+${minutes}:${two(seconds % 60)}.${fraction}` : `+${seconds}.${fraction}`;
}

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** The time of day in the reader's zone, to the millisecond. */
export function clock(millis: number): string {
  return CLOCK.format(millis);
}
