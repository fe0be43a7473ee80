//! `<tillside-bundle>`: frequently bought together.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;

use super::Shared;
use super::dom::{attribute, element, keyed, live_property, live_text, maybe, on_click, on_tick};
use super::parts::{key, picture, words};
use crate::model::{BundleOffer, Minor, Offered, Reason, SkuKey};

/// How long "added" is said.
const ADDED_MS: u32 = 6_000;

/// One bundle.
#[derive(Clone, Copy)]
struct Bundle {
    shared: Shared,
    sku: StoredValue<ArcRwSignal<Option<SkuKey>>>,
    state: RwSignal<State>,
}

/// What the shopper did to it.
#[derive(Clone, Default)]
struct State {
    /// What was ticked or unticked by hand, by SKU, the latest last; it outlives a change of the offer.
    choices: Vec<(String, bool)>,
    /// Number of products that were added just now; 0 = none.
    added: usize,
}

impl Bundle {
    fn read<T: Default>(self, read: impl FnOnce(&BundleOffer) -> T) -> T {
        let sku = self.sku.with_value(Get::get);
        let plan = self.shared.plan.read();
        let is_mine = |bundle: &&BundleOffer| Some(SkuKey::new(&bundle.sku)) == sku;
        plan.bundles.iter().find(is_mine).map(read).unwrap_or_default()
    }

    fn items(self) -> Vec<Offered> {
        self.read(|offer| offer.items.clone())
    }

    /// Everything is ticked at first, except what the shopper holds already.
    fn is_ticked(self, sku: &str, is_viewed: bool) -> bool {
        let choice = self.state.read().choices.iter().rev().find(|(known, _)| known == sku).map(|(_, is_ticked)| *is_ticked);
        choice.unwrap_or_else(|| !(is_viewed && self.read(|offer| offer.is_in_basket)))
    }

    fn ticked(self) -> Vec<Offered> {
        let mut items = self.items();
        items.retain(|product| self.is_ticked(&product.sku, product.reason == Reason::Viewed));
        items
    }

    fn add(self, timer: StoredValue<Option<Timeout>, LocalStorage>) {
        let products = untrack(|| self.ticked());
        if products.is_empty() || !self.shared.add("bundle", &products) {
            return;
        }
        // What was ticked by hand was ticked for this purchase.
        self.state.set(State { choices: Vec::new(), added: products.len() });
        // Kept in the view: a timer that outlived it would find its signals gone.
        timer.set_value(Some(Timeout::new(ADDED_MS, move || self.state.update(|state| state.added = 0))));
    }
}

pub(super) fn bundle(shared: Shared, sku: ArcRwSignal<Option<SkuKey>>) -> AnyView {
    let bundle = Bundle { shared, sku: StoredValue::new(sku), state: RwSignal::new(State::default()) };
    let is_shown = Memo::new(move |_| bundle.read(|_| true));
    maybe(move || is_shown.get().then(|| filled(bundle)))
}

fn filled(bundle: Bundle) -> AnyView {
    let keys = move || bundle.items().iter().map(key).collect();
    let row = move |key_of_row: String| {
        let product = untrack(|| bundle.items()).into_iter().find(|product| key(product) == key_of_row);
        product.map(|product| row(bundle, &product)).into_any()
    };
    let title = live_text(move || bundle.shared.say("bundle.title", &[]));
    let products = element("ul", "products", Vec::new(), vec![keyed(keys, row)]);
    let shelf = element("div", "shelf", Vec::new(), vec![products, till(bundle)]);
    let heading = element("h2", "heading", vec![attribute("id", "heading")], vec![title]);
    element("section", "bundle", vec![attribute("aria-labelledby", "heading")], vec![heading, shelf])
}

fn row(bundle: Bundle, product: &Offered) -> AnyView {
    let (ticked, toggled) = (product.sku.clone(), product.sku.clone());
    let is_viewed = product.reason == Reason::Viewed;
    let tick = vec![
        attribute("type", "checkbox"),
        attribute("aria-label", &product.title),
        live_property("checked", move || bundle.is_ticked(&ticked, is_viewed)),
        on_tick(move |is_ticked| {
            bundle.state.update(|state| {
                state.choices.push((toggled.clone(), is_ticked));
            });
        }),
    ];
    let choice = vec![element("input", "tick", tick, Vec::new()), picture(product)];
    let choice = element("label", "choice", Vec::new(), choice);
    element("li", "product", Vec::new(), vec![choice, words(bundle.shared, product)])
}

/// The running total and the one button.
fn till(bundle: Bundle) -> AnyView {
    let Bundle { shared, state, .. } = bundle;
    let total = move || bundle.ticked().iter().fold(0, |total: Minor, product| total.saturating_add(product.price_minor));
    let timer = StoredValue::new_local(None);
    let label = element("span", "label", Vec::new(), vec![live_text(move || shared.say("bundle.total", &[]))]);
    let sum = element("span", "sum", Vec::new(), vec![live_text(move || shared.money(total()))]);
    let button = vec![
        attribute("type", "button"),
        live_property("disabled", move || bundle.ticked().is_empty()),
        on_click(move || bundle.add(timer)),
    ];
    let button_text = live_text(move || shared.count("bundle.add", bundle.ticked().len(), &[]));
    let status = live_text(move || {
        let added = state.read().added;
        if added == 0 { String::new() } else { shared.count("bundle.added", added, &[]) }
    });
    let children = vec![
        element("p", "total", Vec::new(), vec![label, sum]),
        element("button", "button", button, vec![button_text]),
        element("p", "status", vec![attribute("role", "status")], vec![status]),
    ];
    element("div", "till", Vec::new(), children)
}
