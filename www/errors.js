// The one shape of an error: { name: "TillsideError", code, message }. Codes are API, messages are not.

export function fail(code, message) {
  const error = new Error(message);
  error.name = "TillsideError";
  error.code = code;
  return error;
}

// Whatever was thrown, as a TillsideError.
export function typed(error) {
  if (error?.name === "TillsideError") return error;
  return fail("internal", `Tillside stopped: ${error?.message ?? error}. The page is not affected; please report it.`);
}
