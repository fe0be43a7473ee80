//! `<tillside-bundle>`: frequently bought together.

use std::collections::BTreeMap;

use gloo::timers::callback::Timeout;
use leptos::ev;
use leptos::html::{button, div, h2, input, label, li, p, section, span, ul};
use leptos::prelude::*;

use super::Shared;
use super::parts::{picture, reason, title};
use crate::model::{BundleOffer, Minor, Offered, Reason, SkuKey};

/// How long "added" is said.
const ADDED_MS: u32 = 6_000;

/// The state of one bundle.
#[derive(Clone, Copy)]
struct Bundle {
    shared: Shared,
    offer: Memo<Option<BundleOffer>>,
    /// What the shopper ticked or unticked, by SKU; it outlives a change of the offer.
    choices: RwSignal<BTreeMap<String, bool>>,
}

impl Bundle {
    /// Everything is ticked at first, except what the shopper holds already.
    fn is_ticked(self, product: &Offered) -> bool {
        let choice = self.choices.with(|choices| choices.get(&product.sku).copied());
        let is_held = || product.reason == Reason::Viewed && self.offer.with(|offer| offer.as_ref().is_some_and(|offer| offer.is_in_basket));
        choice.unwrap_or_else(|| !is_held())
    }

    fn ticked(self) -> Vec<Offered> {
        let items = self.offer.with(|offer| offer.as_ref().map(|offer| offer.items.clone()).unwrap_or_default());
        items.into_iter().filter(|product| self.is_ticked(product)).collect()
    }
}

pub(super) fn bundle(shared: Shared, sku: RwSignal<Option<SkuKey>>) -> impl IntoView {
    let offer = Memo::new(move |_| {
        let sku = sku.get()?;
        shared.plan.with(|plan| plan.bundles.iter().find(|bundle| SkuKey::new(&bundle.sku) == sku).cloned())
    });
    let bundle = Bundle { shared, offer, choices: RwSignal::new(BTreeMap::new()) };
    let is_shown = Memo::new(move |_| offer.with(Option::is_some));
    move || is_shown.get().then(|| filled(bundle))
}

fn filled(bundle: Bundle) -> impl IntoView {
    let Bundle { shared, offer, .. } = bundle;
    let items = move || offer.with(|offer| offer.as_ref().map(|offer| offer.items.clone()).unwrap_or_default());
    // The key holds all that a row shows: a product that stays as it was keeps its nodes, and with them the focus.
    let key = |product: &Offered| (product.sku.clone(), product.price_minor, reason_key(product));
    let rows = For(ForProps::builder().each(items).key(key).children(move |product| row(bundle, &product)).build());
    section()
        .class("bundle")
        .attr("part", "bundle")
        .aria_labelledby("heading")
        .child((
            h2().id("heading").attr("part", "heading").child(move || shared.say("bundle.title", &[])),
            div().class("shelf").child((ul().class("products").attr("part", "products").child(rows), till(bundle))),
        ))
}

/// The counts of a reason, which may change while the product stays.
fn reason_key(product: &Offered) -> (String, Option<u32>) {
    match &product.reason {
        Reason::OftenBoughtWith { sku, together, .. } => (sku.clone(), *together),
        _ => (String::new(), None),
    }
}

fn row(bundle: Bundle, product: &Offered) -> impl IntoView + use<> {
    let shared = bundle.shared;
    let (ticked, toggled, worded) = (product.clone(), product.sku.clone(), product.clone());
    let price = product.price_minor;
    let tick = input()
        .r#type("checkbox")
        .aria_label(product.title.clone())
        .prop("checked", move || bundle.is_ticked(&ticked))
        .on(ev::change, move |event| {
            let is_ticked = event_target_checked(&event);
            bundle.choices.update(|choices| drop(choices.insert(toggled.clone(), is_ticked)));
        });
    li().class("product").attr("part", "product").child((
        label().class("choice").child((tick, picture(product))),
        div().class("words").child((
            title(product),
            span().class("price").attr("part", "price").child(move || shared.money(price)),
            span().class("reason").attr("part", "reason").child(move || reason(shared, &worded)),
        )),
    ))
}

/// The running total and the one button.
fn till(bundle: Bundle) -> impl IntoView {
    let Bundle { shared, choices, .. } = bundle;
    let ticked = Memo::new(move |_| bundle.ticked());
    let total = move || ticked.with(|products| products.iter().fold(0, |total: Minor, product| total.saturating_add(product.price_minor)));
    let added = RwSignal::new(None::<usize>);
    let fade = StoredValue::new_local(None::<Timeout>);
    let add = move |_| {
        let products = ticked.get_untracked();
        let currency = shared.plan.with_untracked(|plan| plan.currency.clone());
        if !products.is_empty() && shared.emit.with_value(|emit| emit.add("bundle", currency.code(), &products)) {
            added.set(Some(products.len()));
            // What was ticked by hand was ticked for this purchase.
            choices.update(BTreeMap::clear);
            // Dropped with the view: a timer that outlived it would find its signals gone.
            fade.set_value(Some(Timeout::new(ADDED_MS, move || added.set(None))));
        }
    };
    div().class("till").attr("part", "till").child((
        p().class("total").child((
            span().class("label").child(move || shared.say("bundle.total", &[])),
            span().class("sum").attr("part", "total").child(move || shared.money(total())),
        )),
        button()
            .r#type("button")
            .attr("part", "button")
            .disabled(move || ticked.with(Vec::is_empty))
            .on(ev::click, add)
            .child(move || shared.count("bundle.add", ticked.with(Vec::len), &[])),
        p().class("status").role("status").child(move || added.get().map(|count| shared.count("bundle.added", count, &[]))),
    ))
}
