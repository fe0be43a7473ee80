// The version of a file by its content, for its address: `tillside.js?v=9f2c41d0a7be0011` can be cached without limit.
import { createHash } from "node:crypto";

export const versionOf = (content) => createHash("sha256").update(content).digest("hex").slice(0, 16);
