//! The elements from the shopper's point of view.

use js_sys::{Array, JSON, Reflect};
use tillside::wasm_exports::Tillside;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::page::{
    GRAPH, Mounted, document, graph_file, policy_file, set_cart, settle, tell, widget,
};

fn code(error: &JsValue) -> String {
    Reflect::get(error, &"code".into())
        .unwrap()
        .as_string()
        .unwrap()
}

#[wasm_bindgen_test]
async fn a_bundle_shows_its_products_and_adds_the_selected_ones() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "lantern");
    settle().await;
    assert_eq!(
        bundle.texts("[part=title]"),
        [
            "White metal lantern", "Ivory candle", "Glass holder", "Long matches"
        ]
    );
    assert_eq!(bundle.text("[part=sum]"), "£22.68");
    assert_eq!(bundle.text("button"), "Add 4 to basket");
    assert_eq!(
        bundle.texts("[part=reason]")[1],
        "In 14 of 25 orders with White metal lantern"
    );

    let candle: HtmlInputElement = bundle
        .one("input[aria-label='Ivory candle']")
        .unchecked_into();
    candle.click();
    settle().await;
    assert_eq!(bundle.text("[part=sum]"), "£19.19");
    assert_eq!(bundle.text("button"), "Add 3 to basket");

    let heard = bundle.listen(false);
    bundle.one("button").click();
    settle().await;
    let detail = heard.get(0).as_string().unwrap();
    assert!(detail.starts_with(r#"{"source":"bundle","listId":"bundle:LANTERN","currency":"GBP","items":[{"sku":"LANTERN","quantity":1,"title":"White metal lantern","priceMinor":1299}"#), "{detail}");
    assert!(!detail.contains("CANDLE"));
    assert_eq!(bundle.text(".live-region"), "3 items added to your basket");
}

#[wasm_bindgen_test]
async fn a_refusal_of_the_page_is_respected() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let heard = bundle.listen(true);
    bundle.one("button").click();
    settle().await;
    assert_eq!(
        (heard.length(), bundle.text(".live-region").as_str()),
        (1, "")
    );
}

#[wasm_bindgen_test]
async fn a_delayed_answer_of_the_page_is_shown() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let view = bundle.view.as_ref().unwrap();
    let answer = |added, refused: &str| view.show_result("", added, refused.into());
    answer(3, "Ivory candle");
    settle().await;
    assert_eq!(bundle.text(".live-region"), "3 items added to your basket");
    assert_eq!(
        bundle.text("[role=alert]"),
        "Sorry, we couldn’t add: Ivory candle"
    );
    answer(1, "");
    settle().await;
    assert_eq!(bundle.text(".live-region"), "Added to your basket");
    assert!(bundle.all("[role=alert]").is_empty());
}

#[wasm_bindgen_test]
async fn the_result_of_an_addition_is_announced_even_if_the_offer_disappears() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    bundle.one("button").click();
    tell(&widget, "dismissed", r#"["bundle:LANTERN"]"#);
    settle().await;
    assert!(bundle.all("section").is_empty());
    assert_eq!(bundle.text(".live-region"), "4 items added to your basket");
    bundle
        .view
        .as_ref()
        .unwrap()
        .show_result("", 3, "Ivory candle".into());
    settle().await;
    assert!(bundle.all("section").is_empty());
    assert_eq!(
        bundle.text("[role=alert]"),
        "Sorry, we couldn’t add: Ivory candle"
    );
}

#[wasm_bindgen_test]
async fn without_selected_products_nothing_can_be_added() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "MUG-RED");
    settle().await;
    bundle
        .all("input")
        .into_iter()
        .for_each(|tick| tick.unchecked_into::<HtmlInputElement>().click());
    settle().await;
    assert_eq!(
        Reflect::get(&bundle.one("button"), &"disabled".into()).unwrap(),
        true
    );
    assert_eq!(bundle.text("[part=sum]"), "£0.00");
}

#[wasm_bindgen_test]
async fn a_cart_changes_everything_at_once() {
    let widget = widget();
    let (bundle, shipping) = (
        Mounted::new(&widget, "bundle", "LANTERN"),
        Mounted::new(&widget, "shipping", ""),
    );
    settle().await;
    assert_eq!(shipping.text("[part=message]"), "Free delivery from £25.00");
    let unticked: HtmlInputElement = bundle
        .one("input[aria-label='Glass holder']")
        .unchecked_into();
    unticked.click();

    set_cart(
        &widget,
        r#"[{"sku":"LANTERN","quantity":1},{"sku":"candle","quantity":1}]"#,
    );
    settle().await;
    assert_eq!(
        bundle.texts("[part=title]"),
        ["White metal lantern", "Long matches", "Glass holder"]
    );
    let holder: HtmlInputElement = bundle
        .one("input[aria-label='Glass holder']")
        .unchecked_into();
    assert!(
        !holder.checked(),
        "what the shopper unticked stays unticked"
    );
    let lantern: HtmlInputElement = bundle
        .one("input[aria-label='White metal lantern']")
        .unchecked_into();
    assert!(
        !lantern.checked(),
        "what the shopper holds is not added again unasked"
    );
    assert_eq!(
        shipping.text("[part=message]"),
        "Spend £8.52 more for free delivery"
    );
    assert_eq!(
        shipping
            .one("[role=progressbar]")
            .get_attribute("aria-valuetext")
            .unwrap(),
        "£16.48 of £25.00"
    );
    assert_eq!(shipping.texts("[part=title]"), ["Oak tray"]);

    set_cart(&widget, r#"[{"sku":"TRAY","quantity":4}]"#);
    settle().await;
    assert_eq!(shipping.text("[part=message]"), "You get free delivery");
    assert!(shipping.all("button").is_empty());
}

#[wasm_bindgen_test]
async fn a_new_plan_keeps_the_nodes_and_the_focus() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let (list, tick, button) = (
        bundle.one("ul"),
        bundle.all("input")[1].clone(),
        bundle.one("button"),
    );
    tick.unchecked_ref::<HtmlInputElement>().focus().unwrap();
    set_cart(&widget, r#"[{"sku":"candle","quantity":1}]"#);
    settle().await;
    assert_eq!(bundle.texts("[part=title]")[1], "Long matches");
    assert_eq!(
        bundle.all("input")[1].get_attribute("aria-label").unwrap(),
        "Long matches"
    );
    assert!(bundle.all("input")[1].is_same_node(Some(&tick)));
    assert!(
        bundle.one("ul").is_same_node(Some(&list))
            && bundle.one("button").is_same_node(Some(&button))
    );
    assert!(
        bundle
            .root
            .active_element()
            .unwrap()
            .is_same_node(Some(&tick))
    );
}

#[wasm_bindgen_test]
async fn a_membership_gets_the_badge_once_it_pays_for_itself() {
    let widget = widget();
    let plans = Mounted::new(&widget, "memberships", "");
    set_cart(&widget, r#"[{"sku":"LANTERN","quantity":1}]"#);
    settle().await;
    assert!(
        plans.all("[data-best=true]").is_empty(),
        "a year costs more than one delivery"
    );
    assert_eq!(
        plans.texts("[part=saving]"),
        [
            "Saves you £4.95 on this order",
            "Saves you £0.64 on this order"
        ]
    );
    let orders = r#"{"subtotalMinor":1500,"daysAgo":30}"#;
    tell(
        &widget,
        "shopper",
        &format!(r#"{{"orders":[{}]}}"#, [orders; 6].join(",")),
    );
    settle().await;
    assert!(
        plans.all("[data-best=true]").is_empty(),
        "nobody looks back without consent"
    );
    tell(&widget, "consent", r#"{"given":true}"#);
    settle().await;
    let best = plans.texts(
        "[data-best=true] h3, [data-best=true] [part=badge], [data-best=true] [part=yearly]",
    );
    assert_eq!(
        best,
        [
            "Best for the way you shop",
            "Plus",
            "Would have saved you £34.65 over the past year"
        ]
    );

    assert_eq!(
        plans.texts("[part=price]"),
        ["£29.00 a year", "£30.00 a year"]
    );
    plans.all("[part=period]")[0]
        .unchecked_ref::<HtmlElement>()
        .click();
    settle().await;
    assert_eq!(
        plans.texts("[part=price]"),
        ["£29.00 a year", "£3.00 a month"],
        "what has no month stays"
    );
    let heard = plans.listen(false);
    plans.all("[part=button]")[1]
        .unchecked_ref::<HtmlElement>()
        .click();
    let detail = r#"{"source":"memberships","listId":"memberships","currency":"GBP","items":[],"membership":"club","period":"month"}"#;
    assert_eq!(heard.get(0).as_string().unwrap(), detail);
    tell(&widget, "membership", r#"{"id":"plus"}"#);
    settle().await;
    assert!(
        plans
            .all("*")
            .iter()
            .all(|element| element.tag_name() == "DIV"),
        "a member sees no advertisement"
    );
}

#[wasm_bindgen_test]
async fn an_upgrade_replaces_the_line_that_it_improves() {
    let widget = widget();
    let upgrade = Mounted::new(&widget, "upgrade", "LAMP");
    settle().await;
    assert_eq!(
        upgrade.texts("[part=title], [part=price], [part=extra], [part=note]"),
        [
            "Studio lamp", "£24.00", "£4.00 more", "Lights the whole table"
        ]
    );
    let heard = upgrade.listen(false);
    upgrade.one("button").click();
    let detail = heard.get(0).as_string().unwrap();
    assert!(
        detail.contains(r#""priceMinor":2400,"replaces":"LAMP""#),
        "{detail}"
    );
}

#[wasm_bindgen_test]
async fn a_quantity_break_lists_its_prices_and_adds_the_missing_pieces() {
    let widget = widget();
    let bulbs = Mounted::new(&widget, "quantity-break", "BULB");
    settle().await;
    assert_eq!(bulbs.text("h2"), "Buy more, save more");
    assert_eq!(
        bulbs.texts("[part=tier] > *, [part=price], [part=extra]"),
        ["3 for £6.00", "You save £1.50", "£2.50", "× 3"]
    );
    let button = bulbs.one("button");
    assert_eq!(button.text_content().unwrap(), "Add 3 and save £1.50");
    set_cart(&widget, r#"[{"sku": "BULB", "quantity": 2}]"#);
    settle().await;
    assert_eq!(
        button.get_attribute("aria-label").unwrap(),
        "Add 1 and save £1.50: Warm bulb",
        "the same node, for the pieces that are missing"
    );
    let heard = bulbs.listen(false);
    button.click();
    let detail = heard.get(0).as_string().unwrap();
    assert!(
        detail.starts_with(
            r#"{"source":"quantity_break","listId":"quantity_break:BULB","currency":"GBP","items":[{"sku":"BULB","quantity":1"#
        ),
        "{detail}"
    );
}

#[wasm_bindgen_test]
async fn services_name_their_product() {
    let widget = widget();
    let services = Mounted::new(&widget, "services", "LAMP");
    settle().await;
    assert_eq!(
        services.texts("[part=title]"),
        ["Gift wrap", "Two more years"]
    );
    assert_eq!(services.texts("[part=price]"), ["£0.80", "£2.00"]);
    assert!(services.all("img").is_empty());
    let heard = services.listen(false);
    services.all("button")[1]
        .unchecked_ref::<HtmlElement>()
        .click();
    assert!(
        heard
            .get(0)
            .as_string()
            .unwrap()
            .contains(r#""sku":"warranty","quantity":1"#)
    );
    assert!(
        heard
            .get(0)
            .as_string()
            .unwrap()
            .contains(r#""belongsTo":"LAMP""#)
    );
}

#[wasm_bindgen_test]
async fn offers_that_do_not_belong_to_the_page_can_be_dismissed() {
    let widget = widget();
    let (also, bundle) = (
        Mounted::new(&widget, "also-bought", ""),
        Mounted::new(&widget, "bundle", "MUG-RED"),
    );
    set_cart(&widget, r#"[{"sku":"LANTERN","quantity":3}]"#);
    settle().await;
    assert!(bundle.all("[part=dismiss]").is_empty());
    let heard = also.listen_to("tillside-dismiss", false);
    also.one("[part=dismiss]").click();
    assert_eq!(
        heard.get(0).as_string().unwrap(),
        r#"{"listId":"also_bought"}"#
    );
    tell(&widget, "dismissed", r#"["also_bought"]"#);
    settle().await;
    assert!(also.all("section").is_empty());
}

#[wasm_bindgen_test]
async fn a_slot_for_any_offer_shows_the_most_important_one() {
    let widget = widget();
    let places: Vec<Mounted> = (0..4)
        .map(|_| Mounted::new(&widget, "offers", "LAMP"))
        .collect();
    settle().await;
    let shown: Vec<String> = places.iter().flat_map(|place| place.texts("h2")).collect();
    assert_eq!(
        shown,
        ["Accessories", "Upgrade", "Protect and personalise it"]
    );
    assert_eq!(
        places[0].texts("[part=reason]")[0],
        "Required for Desk lamp"
    );
}

#[wasm_bindgen_test]
async fn points_deals_and_abandoned_carts_have_their_texts() {
    let widget = widget();
    let points = Mounted::new(&widget, "loyalty", "");
    set_cart(&widget, r#"[{"sku":"LANTERN","quantity":1}]"#);
    tell(&widget, "shopper", r#"{"points":70}"#);
    settle().await;
    assert_eq!(
        points.text("[part=lead]"),
        "Earn 24 points with this order. Collect 6 more to get a free candle"
    );
    assert_eq!(
        points.text("[part=reason]"),
        "Earns 8 more points, enough for a free candle"
    );
    drop(points);

    tell(&widget, "stage", r#"{"name":"browse"}"#);
    tell(&widget, "clock", r#"{"day":0,"endsAtMs":86400000}"#);
    set_cart(&widget, "[]");
    let deal = Mounted::new(&widget, "deal", "");
    settle().await;
    assert!(
        deal.text("[part=lead]").starts_with("Ends at "),
        "{}",
        deal.text("[part=lead]")
    );
    let was = deal.one("[part=was]");
    assert!(
        was.get_attribute("aria-label")
            .unwrap()
            .starts_with("Was £")
    );
    drop(deal);

    tell(&widget, "consent", r#"{"given":true}"#);
    tell(&widget, "left", r#"[{"sku":"LANTERN","quantity":2}]"#);
    let recovery = Mounted::new(&widget, "abandoned-cart", "");
    settle().await;
    assert_eq!(
        recovery.text("[part=lead]"),
        "With these, you’re £4.20 away from free delivery",
        "it is the deal of the day, at its price of £10.40"
    );
    let heard = recovery.listen(false);
    recovery.all("section > [part=button]")[0]
        .unchecked_ref::<HtmlElement>()
        .click();
    assert!(
        heard
            .get(0)
            .as_string()
            .unwrap()
            .contains(r#""sku":"LANTERN","quantity":2"#)
    );
}

#[wasm_bindgen_test]
async fn inserted_values_stay_intact_in_text_of_the_other_direction() {
    let (widget, other) = (widget(), widget());
    let (arabic, english) = (
        Mounted::with_locale(&other, "memberships", "", "ar"),
        Mounted::new(&widget, "memberships", ""),
    );
    settle().await;
    let isolated =
        |text: &str| text.starts_with("\u{2068}\u{200f}") && text.ends_with("\u{2069} a year");
    let price = &arabic.texts("[part=price]")[1];
    assert!(isolated(price), "{price:?}");
    assert_eq!(
        english.texts("[part=price]"),
        ["£29.00 a year", "£30.00 a year"],
        "nothing to keep apart, no selection_bits"
    );

    tell(
        &widget,
        "messages",
        r#"[["memberships.join", "انضم إلى {name}"]]"#,
    );
    settle().await;
    assert_eq!(
        english.texts("[part=button]")[1],
        "انضم إلى \u{2068}Club\u{2069}"
    );
}

#[wasm_bindgen_test]
async fn a_change_of_language_updates_texts_in_place() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let sum = bundle.one("[part=sum]");
    bundle.one("input[aria-label='Ivory candle']").click();
    let change = |locale: &str| {
        bundle
            .view
            .as_ref()
            .unwrap()
            .set_locale(locale.into(), String::new());
    };
    change("de");
    settle().await;
    assert_eq!(
        sum.text_content().unwrap(),
        "19,19\u{a0}£",
        "the same node, and what was unticked stays so"
    );
    change("en-GB");
    settle().await;
    assert_eq!(sum.text_content().unwrap(), "£19.19");
}

#[wasm_bindgen_test]
async fn a_sold_out_product_shows_similar_products() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "MUG-RED");
    tell(&widget, "unavailable", r#"["mug-red"]"#);
    settle().await;
    assert_eq!(bundle.text("h2"), "Sold out: similar products");
    assert_eq!(
        bundle.texts("[part=title], [part=reason]"),
        ["Mug blue", "Alternative to Mug red"]
    );
    let button = bundle.one("button");
    assert_eq!(
        button.get_attribute("aria-label").unwrap(),
        "Add to basket: Mug blue"
    );
    let heard = bundle.listen(false);
    button.click();
    settle().await;
    let detail = heard.get(0).as_string().unwrap();
    assert!(
        detail.starts_with(
            r#"{"source":"sold_out_alternatives","listId":"sold_out_alternatives:MUG-RED","currency":"GBP","items":[{"sku":"MUG-BLUE","quantity":1"#
        ),
        "{detail}"
    );
    assert_eq!(bundle.text(".live-region"), "Added to your basket");

    tell(&widget, "unavailable", "[]");
    settle().await;
    assert_eq!(bundle.text("h2"), "Frequently bought together");
}

#[wasm_bindgen_test]
async fn suggestions_for_the_cart_are_added_one_by_one() {
    let widget = widget();
    let also = Mounted::new(&widget, "also-bought", "");
    settle().await;
    assert!(also.all("section").is_empty());
    set_cart(&widget, r#"[{"sku":"LANTERN","quantity":3}]"#);
    settle().await;
    assert_eq!(also.text("h2"), "Customers also bought");
    assert_eq!(
        also.texts("[part=title]"),
        ["Ivory candle", "Glass holder", "Long matches"]
    );
    let heard = also.listen(false);
    also.all("[part=button]")[1]
        .unchecked_ref::<HtmlElement>()
        .click();
    let detail = heard.get(0).as_string().unwrap();
    assert!(
        detail.starts_with(r#"{"source":"also_bought","listId":"also_bought","currency":"GBP","items":[{"sku":"HOLDER","quantity":1"#),
        "{detail}"
    );
}

#[wasm_bindgen_test]
async fn an_empty_view_renders_nothing() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "NOPE");
    settle().await;
    assert_eq!(
        (bundle.all("section").len(), bundle.host.offset_height()),
        (0, 0)
    );
}

#[wasm_bindgen_test]
async fn every_string_can_be_replaced() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    let messages =
        r#"[["bundle.title", "Goes {well} together"], ["bundle.add.other", "Take {count}"]]"#;
    tell(&widget, "messages", messages);
    settle().await;
    assert_eq!(
        (bundle.text("h2").as_str(), bundle.text("button").as_str()),
        ("Goes  together", "Take 4")
    );
}

#[wasm_bindgen_test]
fn unusable_bytes_are_a_typed_error() {
    let refuse = |graph: &str, policy: &[u8], currency: &str| {
        let refused = Tillside::new(graph, policy, Some(currency.into()), false);
        code(&refused.err().unwrap())
    };
    assert_eq!(refuse(GRAPH, b"<html>", "GBP"), "graph-corrupt");
    let newer = [&policy_file()[..3], &[7], &policy_file()[4..]].concat();
    assert_eq!(refuse(GRAPH, &newer, "GBP"), "graph-version");
    let other = "0000000000000007";
    assert_eq!(refuse(other, policy_file(), "GBP"), "graph-mismatch");
    assert_eq!(refuse("", policy_file(), "GBP"), "graph-corrupt");
    assert_eq!(refuse(GRAPH, policy_file(), "EUR"), "bad-config");
    assert_eq!(refuse(GRAPH, policy_file(), "£"), "bad-config");
    let widget = widget();
    assert_eq!(
        code(&widget.tillside.add_shard(0, b"<html>").unwrap_err()),
        "graph-corrupt"
    );
    let file = graph_file();
    for end in 0..file.len() {
        assert_eq!(
            code(&widget.tillside.add_shard(0, &file[..end]).unwrap_err()),
            "graph-corrupt",
            "cut to {end} bytes"
        );
    }
    for place in 0..file.len() {
        for bit in 0..8 {
            let mut file = file.to_vec();
            file[place] ^= 1 << bit;
            let code = code(&widget.tillside.add_shard(0, &file).unwrap_err());
            assert!(
                ["graph-corrupt", "graph-version", "graph-mismatch"].contains(&code.as_str()),
                "bit {bit} of byte {place}: {code}"
            );
        }
    }
    assert!(
        widget.tillside.add_shard(0, file).is_ok(),
        "nothing of it was kept"
    );
    for (what, value) in [
        ("cart", r#"{"lines":[{"sku":"A","quantity":-1}]}"#),
        (
            "cart",
            r#"{"lines":[{"sku":"A","quantity":1000000000000}]}"#,
        ),
        ("cart", r#"{"lines":[],"couponMinor":-5}"#),
        ("cart", "null"),
        ("unavailable", "[7]"),
        ("messages", r#"[["bundle.title"]]"#),
        ("shopper", r#"{"points":-5}"#),
        ("shopper", r#"{"points":1e308}"#),
        ("shopper", r#"{"history":[{"sku":"A","daysAgo":-1}]}"#),
        ("stage", r#"{"name":"later"}"#),
        ("products", r#"[{"sku":"A","priceMinor":-1}]"#),
        ("clock", r#"{"day":1.5,"endsAtMs":0}"#),
    ] {
        let refused = widget.update(&[(what, value)]);
        assert_eq!(refused.len(), 1, "{what} {value}: {refused:?}");
        assert!(refused[0].contains(what), "{refused:?}");
    }
    assert_eq!(
        widget.update(&[("shopper", r#"{"points":-5}"#)]),
        ["A value from the page is invalid: shopper.points is not within the permitted range."]
    );
    let unknown = Array::of2(&"weather".into(), &JsValue::NULL);
    let unknown = widget
        .tillside
        .update(&Array::of1(&unknown).unchecked_into());
    assert_eq!(code(&unknown.unwrap_err()), "internal");
}

#[wasm_bindgen_test]
async fn changes_apply_in_order_and_an_invalid_one_leaves_the_others_valid() {
    let widget = widget();
    let shipping = Mounted::new(&widget, "shipping", "");
    let refused = widget.update(&[
        (
            "cart",
            r#"{"lines":[{"sku":"LANTERN","quantity":1,"priceMinor":1299}]}"#,
        ),
        ("cart", r#"{"lines":[{"sku":"LANTERN","quantity":-1}]}"#),
        ("stage", r#"{"name":"later"}"#),
        (
            "messages",
            r#"[["shipping.remaining","{remaining} to go"]]"#,
        ),
    ]);
    settle().await;
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert_eq!(shipping.text("[part=message]"), "£12.01 to go");
}

#[wasm_bindgen_test]
fn a_plan_is_handed_out_when_it_is_another_one() {
    let widget = widget();
    let has_plan = |said: &str| {
        let said = Array::of2(&"stage".into(), &JSON::parse(said).unwrap());
        let answer = widget.tillside.update(&Array::of1(&said).unchecked_into());
        Reflect::has(&answer.unwrap(), &"plan".into()).unwrap()
    };
    let _bundle = Mounted::new(&widget, "bundle", "LANTERN");
    assert!(has_plan(r#"{"name":"post_purchase"}"#));
    assert!(!has_plan(r#"{"name":"post_purchase"}"#));
    assert!(has_plan(r#"{"name":"browse"}"#));
}

#[wasm_bindgen_test]
async fn a_cart_waits_for_the_data_file_that_prices_it() {
    let tillside = Tillside::new(GRAPH, policy_file(), None, false).unwrap();
    let update = |said: &str| {
        let answer = tillside.update(&JSON::parse(said).unwrap().unchecked_into());
        JSON::stringify(&answer.unwrap())
            .unwrap()
            .as_string()
            .unwrap()
    };
    let unpriced = r#"[["cart",{"lines":[{"sku":"LANTERN","quantity":1}]}]]"#;
    assert_eq!(
        update(unpriced),
        r#"{"wanted":[0],"variants":[],"errors":[]}"#
    );
    assert_eq!(update("[]"), r#"{"wanted":[0],"variants":[],"errors":[]}"#);
    tillside.add_shard(0, graph_file()).unwrap();
    let priced = update("[]");
    assert!(
        priced.contains(r#""subtotalMinor":1299"#) && priced.contains(r#""wanted":[]"#),
        "{priced}"
    );
}

#[wasm_bindgen_test]
async fn the_bar_names_what_has_to_be_added_on_the_terms_of_the_cart() {
    let widget = widget();
    let shipping = Mounted::new(&widget, "shipping", "");
    // Three quarters of 40.00 is 30.00: one delivery method is free, and the next threshold belongs
    // to another.
    let measured = r#"{"lines":[{"sku":"CHEESE","quantity":0.75,"priceMinor":4000}]}"#;
    assert!(widget.update(&[("cart", measured)]).is_empty());
    settle().await;
    assert_eq!(
        shipping.text("[part=message]"),
        "Standard delivery is free. Spend £30.00 more for free Express delivery"
    );
    let by_coupon = r#"{"lines":[{"sku":"CHEESE","quantity":1}],"isShippingFree":true}"#;
    assert!(widget.update(&[("cart", by_coupon)]).is_empty());
    settle().await;
    assert!(
        shipping.all("[part=message]").is_empty(),
        "it is free anyway"
    );
    for percent in ["-1", "101", "\"20\""] {
        let terms = format!(r#"{{"lines":[],"couponPercent":{percent}}}"#);
        assert_eq!(widget.update(&[("cart", &terms)]).len(), 1, "{percent}");
    }
}

#[wasm_bindgen_test]
fn a_cart_does_not_wait_for_a_data_file_that_cannot_be_had() {
    let tillside = Tillside::new(GRAPH, policy_file(), None, false).unwrap();
    let unpriced = r#"[["cart",{"lines":[{"sku":"LANTERN","quantity":1}]}]]"#;
    let update = |said: &str| {
        let answer = tillside.update(&JSON::parse(said).unwrap().unchecked_into());
        Reflect::has(&answer.unwrap(), &"plan".into()).unwrap()
    };
    assert!(!update(unpriced));
    tillside.miss_shard(0);
    assert!(update("[]"));
}

/// Presses a button and returns the number of additions that the page has received.
async fn press(mounted: &Mounted, heard: &Array) -> u32 {
    mounted.one("[part=button]").click();
    settle().await;
    heard.length()
}

#[wasm_bindgen_test]
async fn a_double_click_adds_once_under_one_plan() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let heard = bundle.listen(false);
    assert_eq!(press(&bundle, &heard).await, 1);
    assert_eq!(press(&bundle, &heard).await, 1);
    bundle.all("input")[1]
        .unchecked_ref::<HtmlInputElement>()
        .click();
    settle().await;
    assert_eq!(press(&bundle, &heard).await, 2, "another choice");
    set_cart(&widget, r#"[{"sku":"TRAY","quantity":1}]"#);
    settle().await;
    assert_eq!(press(&bundle, &heard).await, 3, "another plan");
}

#[wasm_bindgen_test]
async fn a_page_that_refuses_may_be_asked_again() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let heard = bundle.listen(true);
    assert_eq!(press(&bundle, &heard).await, 1);
    assert_eq!(press(&bundle, &heard).await, 2);
}

#[wasm_bindgen_test]
async fn a_button_is_busy_until_the_page_has_answered() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let is_busy = || {
        bundle
            .one("[part=button]")
            .get_attribute("aria-busy")
            .unwrap()
    };
    assert_eq!(is_busy(), "false");
    let heard = bundle.listen(true);
    assert_eq!(press(&bundle, &heard).await, 1);
    let view = bundle.view.as_ref().unwrap();
    let asked = view.await_addition();
    settle().await;
    assert_eq!(is_busy(), "true");
    assert_eq!(press(&bundle, &heard).await, 1, "no second event");
    view.show_result(&asked, 0, "Ivory candle".into());
    settle().await;
    assert_eq!(is_busy(), "false");
    assert_eq!(press(&bundle, &heard).await, 2, "it may be tried again");
}

#[wasm_bindgen_test]
async fn a_translator_of_pages_leaves_no_amount_of_an_earlier_plan() {
    let widget = widget();
    let shipping = Mounted::new(&widget, "shipping", "");
    settle().await;
    let message = shipping.one("[part=message]");
    // Like page translators: the text node is moved into a font element, and another text replaces
    // it.
    let [outer, inner] = ["font"; 2].map(|name| document().create_element(name).unwrap());
    inner.set_text_content(Some("Livraison offerte"));
    outer.append_child(&inner).unwrap();
    message
        .replace_child(&outer, &message.first_child().unwrap())
        .unwrap();
    set_cart(&widget, r#"[{"sku":"LANTERN","quantity":1}]"#);
    settle().await;
    let text = shipping.text("[part=message]");
    assert!(
        text.contains("£12.01") && !text.contains("offerte"),
        "{text}"
    );
}

#[wasm_bindgen_test]
async fn a_cart_beyond_the_largest_amount_breaks_nothing() {
    let widget = widget();
    let (shipping, plans) = (
        Mounted::new(&widget, "shipping", ""),
        Mounted::new(&widget, "memberships", ""),
    );
    set_cart(
        &widget,
        r#"[{"sku":"LANTERN","quantity":1000000000,"priceMinor":9007199254740991}]"#,
    );
    settle().await;
    let subtotal = Reflect::get(&widget.plan(), &"subtotalMinor".into()).unwrap();
    assert_eq!(subtotal.as_f64(), Some(js_sys::Number::MAX_SAFE_INTEGER));
    assert_eq!(shipping.text("[part=message]"), "You get free delivery");
    assert_eq!(plans.all("[part=card]").len(), 2);
}

#[wasm_bindgen_test]
async fn two_hundred_mounts_leave_no_nodes_or_listeners() {
    let widget = widget();
    let nodes = || document().query_selector_all("*").unwrap().length();
    let before = nodes();
    for _ in 0..200 {
        let bundle = Mounted::new(&widget, "bundle", "LANTERN");
        settle().await;
        assert_eq!(bundle.all("section").len(), 1);
    }
    assert_eq!(nodes(), before);
    let plan = widget.plan();
    let offers = Reflect::get(&plan, &"offers".into()).unwrap();
    assert_eq!(offers.unchecked_into::<Array>().length(), 0);
}
