// Which addresses of the shop's data become links and pictures.

const ODD = /[\\\s\p{Cc}\u00ad\u034f\u061c\u180e\u200b-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const ADDRESS = /^(?!\/\/)(https?:|[^:/?#]+([/?#]|$)|[/?#])/i;

/** The same as `safe_address` in src/widget/address.rs. */
export const isSafe = (address) => typeof address === "string" && !ODD.test(address) && ADDRESS.test(address);
