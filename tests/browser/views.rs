//! The elements as a shopper meets them.

use js_sys::{JSON, Reflect};
use tillside::boundary::Tillside;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::page::{MANIFEST, Mounted, graph_file, set_basket, settle, tell, widget};

fn code(error: &JsValue) -> String {
    Reflect::get(error, &"code".into())
        .unwrap()
        .as_string()
        .unwrap()
}

#[wasm_bindgen_test]
async fn a_bundle_shows_its_products_and_adds_the_ticked_ones() {
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
    assert_eq!(bundle.text(".voice"), "3 products added to your basket");
}

#[wasm_bindgen_test]
async fn a_page_that_refuses_is_believed() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let heard = bundle.listen(true);
    bundle.one("button").click();
    settle().await;
    assert_eq!((heard.length(), bundle.text(".voice").as_str()), (1, ""));
}

#[wasm_bindgen_test]
async fn a_page_that_answers_later_is_quoted() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let answer = |added, refused: &str| bundle.view.as_ref().unwrap().answer(added, refused.into());
    answer(3, "Ivory candle");
    settle().await;
    assert_eq!(bundle.text(".voice"), "3 products added to your basket");
    assert_eq!(
        bundle.text("[role=alert]"),
        "Could not be added: Ivory candle"
    );
    answer(1, "");
    settle().await;
    assert_eq!(bundle.text(".voice"), "Added to your basket");
    assert!(bundle.all("[role=alert]").is_empty());
}

#[wasm_bindgen_test]
async fn what_became_of_an_addition_is_told_although_the_offer_goes_with_it() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    bundle.one("button").click();
    tell(&widget, "dismissed", r#"["bundle:LANTERN"]"#);
    settle().await;
    assert!(bundle.all("section").is_empty());
    assert_eq!(bundle.text(".voice"), "4 products added to your basket");
    bundle
        .view
        .as_ref()
        .unwrap()
        .answer(3, "Ivory candle".into());
    settle().await;
    assert!(bundle.all("section").is_empty());
    assert_eq!(
        bundle.text("[role=alert]"),
        "Could not be added: Ivory candle"
    );
}

#[wasm_bindgen_test]
async fn nothing_ticked_is_nothing_to_add() {
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
async fn a_basket_changes_everything_at_once() {
    let widget = widget();
    let (bundle, shipping) = (
        Mounted::new(&widget, "bundle", "LANTERN"),
        Mounted::new(&widget, "shipping", ""),
    );
    settle().await;
    assert_eq!(shipping.text("[part=message]"), "Free shipping from £25.00");
    let unticked: HtmlInputElement = bundle
        .one("input[aria-label='Glass holder']")
        .unchecked_into();
    unticked.click();

    set_basket(
        &widget,
        r#"[{"sku":"LANTERN","quantity":1},{"sku":"candle","quantity":1}]"#,
    );
    settle().await;
    assert_eq!(
        bundle.texts("[part=title]"),
        ["White metal lantern", "Glass holder", "Long matches"]
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
        "Add £8.52 for free shipping"
    );
    assert_eq!(
        shipping
            .one("[role=progressbar]")
            .get_attribute("aria-valuetext")
            .unwrap(),
        "£16.48 of £25.00"
    );
    assert_eq!(shipping.texts("[part=title]"), ["Oak tray"]);

    set_basket(&widget, r#"[{"sku":"TRAY","quantity":4}]"#);
    settle().await;
    assert_eq!(shipping.text("[part=message]"), "Free shipping is yours");
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
    set_basket(&widget, r#"[{"sku":"candle","quantity":1}]"#);
    settle().await;
    assert_eq!(bundle.texts("[part=title]")[1], "Glass holder");
    assert_eq!(
        bundle.all("input")[1].get_attribute("aria-label").unwrap(),
        "Glass holder"
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
async fn a_membership_is_marked_once_it_pays() {
    let widget = widget();
    let plans = Mounted::new(&widget, "plans", "");
    set_basket(&widget, r#"[{"sku":"LANTERN","quantity":1}]"#);
    settle().await;
    assert!(
        plans.all("[data-best=true]").is_empty(),
        "a year costs more than one delivery"
    );
    assert_eq!(
        plans.texts("[part=saving]"),
        ["Saves £4.95 on this basket", "Saves £0.64 on this basket"]
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
            "Would have saved £34.65 in the last year"
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
    let detail = r#"{"source":"plans","listId":"plans","currency":"GBP","items":[],"plan":"club","period":"month"}"#;
    assert_eq!(heard.get(0).as_string().unwrap(), detail);
    tell(&widget, "plan", r#"{"id":"plus"}"#);
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
async fn an_upgrade_takes_the_place_of_its_line() {
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
async fn services_say_what_they_are_for() {
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
async fn what_does_not_belong_to_the_page_can_be_sent_away() {
    let widget = widget();
    let (also, bundle) = (
        Mounted::new(&widget, "also", ""),
        Mounted::new(&widget, "bundle", "MUG-RED"),
    );
    set_basket(&widget, r#"[{"sku":"LANTERN","quantity":3}]"#);
    settle().await;
    assert!(bundle.all("[part=dismiss]").is_empty());
    let heard = also.listen_to("tillside-dismiss", false);
    also.one("[part=dismiss]").click();
    assert_eq!(heard.get(0).as_string().unwrap(), r#"{"listId":"also"}"#);
    tell(&widget, "dismissed", r#"["also"]"#);
    settle().await;
    assert!(also.all("section").is_empty());
}

#[wasm_bindgen_test]
async fn a_place_for_any_offer_shows_what_matters_most() {
    let widget = widget();
    let places: Vec<Mounted> = (0..4)
        .map(|_| Mounted::new(&widget, "offers", "LAMP"))
        .collect();
    settle().await;
    let shown: Vec<String> = places.iter().flat_map(|place| place.texts("h2")).collect();
    assert_eq!(shown, ["Goes with it", "One step up", "At your service"]);
    assert_eq!(
        places[0].texts("[part=reason]")[0],
        "Desk lamp does not work without it"
    );
}

#[wasm_bindgen_test]
async fn points_deals_and_what_was_left_say_what_they_are() {
    let widget = widget();
    let points = Mounted::new(&widget, "points", "");
    set_basket(&widget, r#"[{"sku":"LANTERN","quantity":1}]"#);
    tell(&widget, "shopper", r#"{"points":70}"#);
    settle().await;
    assert_eq!(
        points.text("[part=lead]"),
        "This basket earns 24 points; 6 more bring you a free candle"
    );
    assert_eq!(
        points.text("[part=reason]"),
        "Earns 8 points more and brings you a free candle"
    );
    drop(points);

    tell(&widget, "stage", r#"{"name":"before"}"#);
    tell(&widget, "clock", r#"{"day":0,"endsAtMs":86400000}"#);
    set_basket(&widget, "[]");
    let deal = Mounted::new(&widget, "deal", "");
    settle().await;
    assert!(
        deal.text("[part=lead]").starts_with("Until "),
        "{}",
        deal.text("[part=lead]")
    );
    let was = deal.one("[part=was]");
    assert!(
        was.get_attribute("aria-label")
            .unwrap()
            .starts_with("before: £")
    );
    drop(deal);

    tell(&widget, "consent", r#"{"given":true}"#);
    tell(&widget, "left", r#"[{"sku":"LANTERN","quantity":2}]"#);
    let recovery = Mounted::new(&widget, "recovery", "");
    settle().await;
    assert_eq!(
        recovery.text("[part=lead]"),
        "With these it is £34.02 to free shipping",
        "the first threshold is behind them"
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
async fn what_is_filled_in_keeps_together_between_words_of_the_other_direction() {
    let (widget, other) = (widget(), widget());
    let (arabic, english) = (
        Mounted::with_locale(&other, "plans", "", "ar"),
        Mounted::new(&widget, "plans", ""),
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
        r#"[["plans.join", "انضم إلى {name}"]]"#,
    );
    settle().await;
    assert_eq!(
        english.texts("[part=button]")[1],
        "انضم إلى \u{2068}Club\u{2069}"
    );
}

#[wasm_bindgen_test]
async fn another_language_is_spoken_in_place() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "LANTERN");
    settle().await;
    let sum = bundle.one("[part=sum]");
    bundle.one("input[aria-label='Ivory candle']").click();
    let change = |locale: &str| bundle.view.as_ref().unwrap().set_locale(locale.into());
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
async fn a_sold_out_product_shows_what_comes_closest() {
    let widget = widget();
    let bundle = Mounted::new(&widget, "bundle", "MUG-RED");
    tell(&widget, "unavailable", r#"["mug-red"]"#);
    settle().await;
    assert_eq!(bundle.text("h2"), "Sold out. These come closest");
    assert_eq!(
        bundle.texts("[part=title], [part=reason]"),
        ["Mug blue", "Instead of Mug red"]
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
            r#"{"source":"rescue","listId":"rescue:MUG-RED","currency":"GBP","items":[{"sku":"MUG-BLUE","quantity":1"#
        ),
        "{detail}"
    );
    assert_eq!(bundle.text(".voice"), "Added to your basket");

    tell(&widget, "unavailable", "[]");
    settle().await;
    assert_eq!(bundle.text("h2"), "Frequently bought together");
}

#[wasm_bindgen_test]
async fn what_goes_with_the_basket_is_added_one_by_one() {
    let widget = widget();
    let also = Mounted::new(&widget, "also", "");
    settle().await;
    assert!(also.all("section").is_empty());
    set_basket(&widget, r#"[{"sku":"LANTERN","quantity":3}]"#);
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
        detail.starts_with(r#"{"source":"also","listId":"also","currency":"GBP","items":[{"sku":"HOLDER","quantity":1"#),
        "{detail}"
    );
}

#[wasm_bindgen_test]
async fn nothing_to_show_is_nothing_at_all() {
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
fn what_cannot_be_used_is_a_typed_error() {
    let parse = |text: &str| JSON::parse(text).unwrap();
    let refuse = |manifest: JsValue, currency: &str| {
        code(
            &Tillside::new(manifest, Some(currency.into()), false)
                .err()
                .unwrap(),
        )
    };
    assert_eq!(refuse(parse(r#"{"hello":1}"#), "GBP"), "graph-corrupt");
    assert_eq!(
        refuse(
            parse(&MANIFEST.replace("\"format\": 3", "\"format\": 7")),
            "GBP"
        ),
        "graph-version"
    );
    assert_eq!(refuse(parse(MANIFEST), "EUR"), "bad-config");
    assert_eq!(refuse(parse(MANIFEST), "£"), "bad-config");
    let widget = widget();
    assert_eq!(
        code(&widget.add_shard(b"<html>").unwrap_err()),
        "graph-corrupt"
    );
    let file = graph_file();
    for end in 0..file.len() {
        assert_eq!(
            code(&widget.add_shard(&file[..end]).unwrap_err()),
            "graph-corrupt",
            "cut to {end} bytes"
        );
    }
    for place in 0..file.len() {
        for bit in 0..8 {
            let mut file = file.to_vec();
            file[place] ^= 1 << bit;
            let code = code(&widget.add_shard(&file).unwrap_err());
            assert!(
                ["graph-corrupt", "graph-version", "graph-mismatch"].contains(&code.as_str()),
                "bit {bit} of byte {place}: {code}"
            );
        }
    }
    assert!(widget.add_shard(file).is_ok(), "nothing of it was kept");
    let refuse = |what: &str, value: &str| code(&widget.tell(what, parse(value)).unwrap_err());
    for (what, value) in [
        ("basket", r#"{"lines":[{"sku":"A","quantity":-1}]}"#),
        (
            "basket",
            r#"{"lines":[{"sku":"A","quantity":1000000000000}]}"#,
        ),
        ("basket", r#"{"lines":[],"couponMinor":-5}"#),
        ("basket", "null"),
        ("unavailable", "[7]"),
        ("messages", r#"[["bundle.title"]]"#),
        ("shopper", r#"{"points":-5}"#),
        ("shopper", r#"{"points":1e308}"#),
        ("shopper", r#"{"history":[{"sku":"A"}]}"#),
        ("stage", r#"{"name":"later"}"#),
        ("products", r#"[{"sku":"A","priceMinor":-1}]"#),
        ("clock", r#"{"day":1.5,"endsAtMs":0}"#),
    ] {
        assert_eq!(refuse(what, value), "bad-config", "{what} {value}");
    }
    let message = widget
        .tell("shopper", parse(r#"{"points":-5}"#))
        .unwrap_err();
    let message = Reflect::get(&message, &"message".into())
        .unwrap()
        .as_string()
        .unwrap();
    assert_eq!(
        message,
        "What the page says cannot be read: shopper.points is not in the range of its kind."
    );
    assert_eq!(
        code(&widget.tell("weather", JsValue::NULL).unwrap_err()),
        "internal"
    );
}

#[wasm_bindgen_test]
async fn a_basket_worth_more_than_can_be_counted_breaks_nothing() {
    let widget = widget();
    let (shipping, plans) = (
        Mounted::new(&widget, "shipping", ""),
        Mounted::new(&widget, "plans", ""),
    );
    set_basket(
        &widget,
        r#"[{"sku":"LANTERN","quantity":1000000000,"priceMinor":9007199254740991}]"#,
    );
    settle().await;
    let subtotal = Reflect::get(&widget.plan().unwrap(), &"subtotalMinor".into()).unwrap();
    assert_eq!(subtotal.as_f64(), Some(js_sys::Number::MAX_SAFE_INTEGER));
    assert_eq!(shipping.text("[part=message]"), "Free shipping is yours");
    assert_eq!(plans.all("[part=card]").len(), 2);
}

#[wasm_bindgen_test]
async fn two_hundred_mounts_leave_nothing_behind() {
    let widget = widget();
    let nodes = || {
        crate::page::document()
            .query_selector_all("*")
            .unwrap()
            .length()
    };
    let before = nodes();
    for _ in 0..200 {
        let bundle = Mounted::new(&widget, "bundle", "LANTERN");
        settle().await;
        assert_eq!(bundle.all("section").len(), 1);
    }
    assert_eq!(nodes(), before);
    let plan = widget.plan().unwrap();
    let units = Reflect::get(&plan, &"units".into()).unwrap();
    assert_eq!(units.unchecked_into::<js_sys::Array>().length(), 0);
}
