// The day in the shop's time zone, which deals and announced prices follow.

const DAY_MS = 86_400_000;

/** The current day in the shop's time zone, and its end. `now` is the later of the shopper's and the server's clock. */
export function clock(now, timezone, asOf) {
  const format = formatOf(timezone);
  const offset = (at) => {
    const parts = format.formatToParts(at).map(({ type, value }) => [type, Number(value)]);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts);
    return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1000) * 1000;
  };
  const day = Math.floor((now + offset(now)) / DAY_MS);
  const midnight = (day + 1) * DAY_MS;
  // The day may have 23 or 25 hours, when daylight saving time begins or ends.
  const endsAtMs = midnight - offset(midnight - offset(now));
  const age = asOf ? Math.floor((now - Date.parse(asOf)) / DAY_MS) : NaN;
  return { day, endsAtMs, graphAgeDays: age >= 0 ? age : undefined };
}

function formatOf(timeZone) {
  const units = ["year", "month", "day", "hour", "minute", "second"].map((unit) => [unit, "numeric"]);
  try {
    return new Intl.DateTimeFormat("en", { ...Object.fromEntries(units), hourCycle: "h23", timeZone });
  } catch {
    return formatOf("UTC"); // A zone that this browser does not know.
  }
}
