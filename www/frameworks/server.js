// What the package is on a server: the same names, and nothing happens. Elements are rendered there as empty tags.

const nothing = () => {};
const never = new Promise(nothing);

export const ready = never;
export const configure = nothing;
export const setMarket = nothing;
export const setCart = nothing;
export const setPurchase = nothing;
export const setUnavailable = nothing;
export const setProducts = nothing;
export const setShopper = nothing;
export const setMembership = nothing;
export const setStage = nothing;
export const setMessages = nothing;
export const setConsent = nothing;
export const forget = nothing;
export const currentPlan = () => null;
export const explain = () => null;
export const connectCart = () => nothing;
