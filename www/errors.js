// The shape of all errors: { name: "TillsideError", code, message }. Codes are API, messages are not.

export const fail = (code, message) => Object.assign(new Error(message), { name: "TillsideError", code });

/** Converts any thrown value to a TillsideError. */
export function typed(error) {
  if (error?.name === "TillsideError") return error;
  const reason = error?.message ?? error;
  return fail("internal", `Tillside stopped: ${reason}. The page is not affected; please report it.`);
}
