//! Tests that the shop's data never becomes a script.

use tillside::widget::{safe_address, safe_picture};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn addresses_of_pages_pass() {
    for address in [
        "/p/1", "p/1?a=b:c", "?sku=1", "#top", "https://shop.example/p", "HTTP://shop.example",
        "./a:b", "../x", "/p/caf\u{e9}",
    ] {
        assert_eq!(safe_address(address), Some(address));
    }
}

const HOSTILE: &[&str] = &[
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "java\nscript:alert(1)",
    "java\tscript:alert(1)",
    "java\rscript:alert(1)",
    "java\0script:alert(1)",
    "\u{1}javascript:alert(1)",
    "javascript\u{200b}:alert(1)",
    "\u{202e}javascript:alert(1)",
    "javascript:%61lert(1)",
    "javascript&colon;alert(1):x",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://x/1",
    "file:///etc/passwd",
    "filesystem:https://x/",
    "about:blank",
    "view-source:https://x",
    "ftp://x/",
    "ws://x/",
    "mailto:a@b",
    "tel:1",
    "intent://x",
    "chrome://settings",
    "//evil.example/x",
    "//evil.example",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "\\/evil.example",
    "https:\\\\evil.example",
    "",
    " ",
    "\n",
    "https://a b",
    "/p\u{a0}x",
    "/p\u{2066}x",
    "x:y",
    "javascript:",
    "javascript:/path",
    "javascript:?x",
    "javascript:#x",
    "JAVASCRIPT\u{9}:x",
    "\u{feff}javascript:x",
    "jav\u{ad}ascript:alert(1)",
    "ｊavascript:alert(1)",
    "javascript\u{ff1a}alert(1):x",
    "\u{202a}https://shop.example/\u{202c}",
    "https://shop.example/\u{202e}gnp.exe",
    "https://shop.example/\u{61c}x",
    "/p\u{feff}x",
    "/p\u{ad}x",
    "/p\u{e0041}x",
    "https://shop.example/\u{2067}x",
    "javascript&Tab;:alert(1)",
    "java&NewLine;script:alert(1)",
    "%6aavascript:alert(1)",
    "livescript:x",
    "mhtml:http://x",
    "jar:https://x!/y",
    "ms-settings:x",
    "data:,x",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "///evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    "https:evil.example\\@x",
    "\u{0}",
    "\u{7f}javascript:x",
    "\u{85}javascript:x",
    "\u{2028}javascript:x",
    "\u{3000}javascript:x",
    "\u{61c}javascript:x",
    "java\u{61c}script:x",
    "javascript\u{feff}:x",
    "javascript\u{ad}:x",
    "\u{180e}javascript:x",
    "jav\u{34f}ascript:x",
    "java\u{fe0f}script:x",
    "java\u{3164}script:x",
    "\u{fffa}javascript:x",
    "\u{e0001}javascript:x",
    "java\u{e0073}script:x",
    "data\u{feff}:text/html,x",
    "\u{ad}data:text/html,x",
    "\u{200e}//evil.example",
    "/\u{200f}/evil.example",
    "\u{2060}javascript:x",
    "https://shop\u{200d}.example/",
    "https://shop.example/\u{200c}x",
    "//\u{61c}evil.example",
    "//\u{feff}evil.example",
];

#[wasm_bindgen_test]
fn hostile_addresses_are_refused() {
    for address in HOSTILE {
        assert_eq!(safe_address(address), None, "{address:?}");
        assert_eq!(safe_picture(address, false), None, "{address:?}");
        if !address.starts_with("data:image/") {
            assert_eq!(safe_picture(address, true), None, "{address:?}");
        }
    }
}

#[wasm_bindgen_test]
fn an_embedded_picture_passes_if_the_page_permits_it() {
    for address in [
        "data:image/png;base64,iVBORw0KGgo=",
        "DATA:Image/svg+xml,%3Csvg/%3E",
        "data:image/webp;base64,",
    ] {
        assert_eq!(safe_picture(address, true), Some(address));
        assert_eq!(safe_picture(address, false), None);
        assert_eq!(safe_address(address), None, "never in a link");
    }
    for address in [
        "data:", "data:image", "data:text/html,x", "data:,image/png", "data:imagex/png,",
        "data:image/\u{e9}\n", "\u{e9}ata:image/png,",
    ] {
        assert_eq!(safe_picture(address, true), None, "{address:?}");
    }
    assert_eq!(
        safe_picture("/pictures/1.svg", true),
        Some("/pictures/1.svg")
    );
}
