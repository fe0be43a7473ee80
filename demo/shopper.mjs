// The shopper, as a shop's customer accounts would know it: anonymous, or the sample customer of a scene. Also the consent
// to storage, which is off until the shopper gives it.

/** Sample customers. */
export const SHOPPERS = {
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
    // Blocked storage: the choice applies to this page only.
  }
}

/** The shop's data about the shopper in the format of `setShopper`. */
export const shopper = () => SHOPPERS[stored().name] ?? { country: "GB" };
export const consent = () => stored().consent === true;

/** Switches to another shopper. */
export const become = (name, isGiven) => store({ name, consent: isGiven });

export function setConsent(isGiven) {
  store({ consent: isGiven });
  changes.dispatchEvent(new CustomEvent("change", { detail: isGiven }));
}

export const onConsent = (callback) => changes.addEventListener("change", ({ detail }) => callback(detail));
