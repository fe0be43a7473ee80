// Who is shopping, as a shop's customer accounts would tell: nobody known, or the sample customer of a scene. And whether the widget
// may remember anything, which is off until the shopper says otherwise.

/** Sample customers. */
const SHOPPERS = {
  regular: {
    country: "GB",
    points: 148,
    history: [
      { sku: "21212", orders: 4, daysAgo: 95 },
      { sku: "21080", orders: 3, daysAgo: 120 },
      { sku: "22423", orders: 1, daysAgo: 200 },
    ],
    orders: [30, 75, 120, 190, 260, 300, 340].map((daysAgo) => ({ subtotalMinor: 2650, daysAgo })),
  },
  returning: {
    country: "GB",
    left: [{ sku: "22699", quantity: 2 }, { sku: "22697", quantity: 2 }],
  },
};

const key = "robin-and-reed-shopper";
const changes = new EventTarget();

function stored() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

function store(next) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...stored(), ...next }));
  } catch {
    // Blocked storage: it holds for this page.
  }
}

/** What the shop knows of the shopper, as `setShopper` takes it. */
export const shopper = () => SHOPPERS[stored().name] ?? { country: "GB" };
export const consent = () => stored().consent === true;

/** Becomes somebody else. */
export const become = (name, isGiven) => store({ name, consent: isGiven });

export function setConsent(isGiven) {
  store({ consent: isGiven });
  changes.dispatchEvent(new CustomEvent("change", { detail: isGiven }));
}

export const onConsent = (callback) => changes.addEventListener("change", ({ detail }) => callback(detail));
