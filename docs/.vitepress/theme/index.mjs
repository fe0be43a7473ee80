// VitePress's own theme, with live examples of the offers.

import DefaultTheme from "vitepress/theme";
import { LiveExample } from "./live_example.mjs";
import "./style.css";

export default { extends: DefaultTheme, enhanceApp: ({ app }) => app.component("LiveExample", LiveExample) };
