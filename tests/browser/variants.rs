//! The choice of a variant of an offered product.

use js_sys::Reflect;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement};

use crate::page::{Mounted, settle, tell, widget};

/// Chooses a variant like a shopper.
fn choose(list: &HtmlElement, sku: &str) {
    Reflect::set(list, &"value".into(), &sku.into()).unwrap();
    list.dispatch_event(&Event::new("change").unwrap()).unwrap();
}

fn chosen(list: &HtmlElement) -> String {
    let value = Reflect::get(list, &"value".into()).unwrap();
    value.as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_chosen_variant_takes_the_place_of_the_offered_one() {
    let widget = widget();
    tell(
        &widget,
        "products",
        r#"[{"sku":"MUG-RED","priceMinor":425},{"sku":"MUG-BLUE","priceMinor":525}]"#,
    );
    let bundle = Mounted::new(&widget, "bundle", "MUG-RED");
    settle().await;
    let list = bundle.one("select");
    assert_eq!(list.get_attribute("aria-label").unwrap(), "Color: Mug red");
    assert_eq!(bundle.text("[part=variant-name]"), "Color");
    assert_eq!(bundle.texts("option"), ["Red", "Blue"]);
    assert_eq!(chosen(&list), "MUG-RED", "the offered one");
    let pounds = |text: String| text.trim_start_matches('£').parse::<f64>().unwrap();
    let before = pounds(bundle.text("[part=sum]"));

    choose(&list, "MUG-BLUE");
    settle().await;
    assert_eq!(bundle.texts("[part=title]")[0], "Mug blue");
    assert_eq!(bundle.texts("[part=price]")[0], "£5.25");
    let after = pounds(bundle.text("[part=sum]"));
    assert!((after - before - 1.0).abs() < 0.001, "{before} {after}");
    assert_eq!(chosen(&bundle.one("select")), "MUG-BLUE");

    let heard = bundle.listen(false);
    bundle.one("button").click();
    settle().await;
    let detail = heard.get(0).as_string().unwrap();
    let item = r#"{"sku":"MUG-BLUE","quantity":1,"title":"Mug blue","priceMinor":525}"#;
    assert!(
        detail.contains(item) && !detail.contains("MUG-RED\",\"q"),
        "{detail}"
    );
    // The choice was for this purchase.
    assert_eq!(chosen(&bundle.one("select")), "MUG-RED");
}

#[wasm_bindgen_test]
async fn a_variant_that_is_sold_out_cannot_be_chosen() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "MUG-RED");
    settle().await;
    let list = bundle.one("select");
    choose(&list, "MUG-BLUE");
    settle().await;
    tell(&widget, "unavailable", r#"["MUG-BLUE"]"#);
    settle().await;
    assert_eq!(bundle.texts("option"), ["Red", "Blue – sold out"]);
    assert!(bundle.all("option")[1].has_attribute("disabled"));
    assert_eq!(chosen(&bundle.one("select")), "MUG-RED");
    assert_eq!(bundle.texts("[part=title]")[0], "Mug red");
}

#[wasm_bindgen_test]
async fn a_page_may_name_the_group_of_a_product() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "mug");
    settle().await;
    assert_eq!(bundle.all("select").len(), 1);
    let heard = bundle.listen(false);
    bundle.one("button").click();
    settle().await;
    let detail = heard.get(0).as_string().unwrap();
    assert!(detail.contains(r#""listId":"bundle:MUG-"#), "{detail}");
}
