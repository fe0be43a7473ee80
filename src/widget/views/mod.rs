//! The contents of the elements.
//!
//! A view is a function of the page's plan, the page's strings and the shopper's input. It is
//! called again when one of them changes, and Leptos updates the nodes that differ.
//!
//! *Invariants*: all views of a page read one plan; a node stays as long as its position and tag
//! stay, so a new plan moves the focus only if the focused control disappears (`www/focus.js` finds
//! another one); the shopper's selection is stored by SKU, not by position.

#[cfg(target_arch = "wasm32")]
mod attributes;
mod bundle;
#[cfg_attr(not(target_arch = "wasm32"), path = "tree.rs")]
mod dom;
mod memberships;
mod offer_list;
mod parts;
mod shipping;
mod variants;

use std::sync::Arc;

#[cfg(target_arch = "wasm32")]
use leptos::mount::{UnmountHandle, mount_to_renderer};
#[cfg(target_arch = "wasm32")]
use leptos::prelude::Mountable;
#[cfg(target_arch = "wasm32")]
use web_sys::HtmlElement;

use self::dom::{Element, element};
#[cfg(target_arch = "wasm32")]
use self::dom::{Shown, unnamed};
use super::Page;
use super::platform::{
    ArcRwSignal, Events, Read, ReadUntracked, Update, UpdateUntracked, later, now_ms,
};
use crate::model::{BillingPeriod, Minor, Offer, OfferItem, OfferKind, Plan};

/// Duration of the message after an addition.
const ANSWER_MS: u32 = 6_000;

/// A view and its connections.
pub struct View {
    /// Its slot in the plan.
    pub slot: u32,
    /// The kind of offer that it shows; `None` for any.
    pub kind: Option<OfferKind>,
    /// The plan and the strings of the page.
    pub page: ArcRwSignal<Page>,
    /// The state of this view.
    pub state: ArcRwSignal<State>,
    /// The source of its events.
    pub emit: Events,
}

/// The state of one view.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The selected billing period.
    period: Option<BillingPeriod>,
    /// Products that the shopper selected or deselected, by SKU, the latest last; kept when the
    /// offer changes.
    choices: Vec<(String, bool)>,
    /// Chosen variants by the SKU of the offered one, the latest last; kept likewise.
    variants: Vec<(String, String)>,
    /// Number of products in the latest addition; 0 for none.
    added: usize,
    /// Titles of products that could not be added in the latest addition.
    refused: String,
    /// Number of additions.
    additions: u32,
    /// Name of the addition whose event is being dispatched; see [`addition`].
    asked: String,
    /// Names of the additions that the page has yet to answer.
    awaited: Vec<String>,
    /// Name of the latest addition that the page accepted, the plan of that moment, and the time in
    /// milliseconds since 1970.
    accepted: Option<(String, Arc<Plan>, f64)>,
    /// A language tag that `Intl` accepts; all texts follow a change.
    pub locale: String,
    /// The name of the language file of the strings; empty for English.
    pub language: String,
}

impl State {
    /// The initial state; `locale` is a language tag that `Intl` accepts.
    #[must_use]
    pub fn new(locale: String) -> Self {
        Self {
            locale,
            ..Self::default()
        }
    }
}

impl View {
    /// A view without a page: it is rendered once, and nobody receives its events.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn described(slot: u32, kind: OfferKind, page: Page, state: State) -> Self {
        Self {
            slot,
            kind: Some(kind),
            page: ArcRwSignal::new(page),
            state: ArcRwSignal::new(state),
            emit: Events,
        }
    }

    fn message(&self, key: &str, values: &[(&str, &str)]) -> String {
        let language = &self.state.read().language;
        self.page.read().words.format(key, language, values)
    }

    fn count(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        let state = self.state.read();
        let tongue = (&*state.locale, &*state.language);
        self.page.read().words.count(key, count, tongue, values)
    }

    fn money(&self, amount: Minor) -> String {
        super::messages::money(amount, &self.page.read().plan.currency, &self.locale())
    }

    fn number(&self, count: u32) -> String {
        self.decimal(count.into())
    }

    fn decimal(&self, number: f64) -> String {
        super::messages::number(number, &self.locale())
    }

    /// Formats a number of points.
    fn points(&self, points: u64) -> String {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double is exact far beyond what anybody collects"
        )]
        self.decimal(points as f64)
    }

    /// The month so many days ago, in the language of the string with this key.
    fn month(&self, days_ago: u32, key: &str) -> String {
        super::messages::month(days_ago, &self.locale_of(key))
    }

    fn time(&self, at_ms: i64) -> String {
        super::messages::time(at_ms, &self.locale())
    }

    /// "12 days ago", in the language of the counted string with this key.
    fn days_ago(&self, days: u32, key: &str) -> String {
        super::messages::days_ago(days, &self.locale_of(&[key, ".other"].concat()))
    }

    /// The locale of a string: English if there is no translation, so that the words inserted into
    /// it are English too.
    fn locale_of(&self, key: &str) -> String {
        let state = self.state.read();
        let is_local = self.page.read().words.is_local(key, &state.language);
        let locale: &str = if is_local { &state.locale } else { "en" };
        locale.to_owned()
    }

    fn takes_inline_pictures(&self) -> bool {
        self.page.read().takes_inline_pictures
    }

    fn locale(&self) -> String {
        self.state.read().locale.clone()
    }

    /// The current plan without a subscription, for event handlers.
    fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.page.read_untracked().plan)
    }

    /// The current offer of this view's slot.
    fn offer<'a>(&self, plan: &'a Plan) -> Option<&'a Offer> {
        plan.offers.iter().find(|offer| offer.slot == self.slot)
    }

    /// Asks the page to add products, and reports the result unless the page answers later.
    fn add(&self, kind: OfferKind, list_id: &str, products: &[&OfferItem]) {
        let is_taken = !products.is_empty() && self.ask_for(kind, list_id, products);
        let items = products.iter().copied();
        if is_taken && !self.state.read_untracked().awaits(list_id, items) {
            show_result(&self.state, "", products.len(), String::new());
        }
    }

    /// Asks the page to add products; `false` if it refuses or answers later.
    fn ask_for(&self, kind: OfferKind, list_id: &str, products: &[&OfferItem]) -> bool {
        self.ask(addition(list_id, products.iter().copied()), || {
            let plan = self.plan();
            self.emit.add(kind, list_id, plan.currency.code(), products)
        })
    }

    /// Asks the page for the addition with this name; `send` dispatches the event and returns whether
    /// the page accepted it.
    ///
    /// Returns `false` without an event if the page has yet to answer for the same addition, or
    /// accepted it within [`ANSWER_MS`] and the plan is still the same: that is a double click.
    fn ask(&self, name: String, send: impl FnOnce() -> bool) -> bool {
        let (plan, now) = (self.plan(), now_ms());
        {
            let State {
                awaited, accepted, ..
            } = &*self.state.read_untracked();
            let is_repeated = accepted.as_ref().is_some_and(|(accepted, under, at)| {
                *accepted == name && Arc::ptr_eq(under, &plan) && now - at < f64::from(ANSWER_MS)
            });
            if is_repeated || awaited.contains(&name) {
                return false;
            }
        }
        self.state
            .update_untracked(|state| state.asked.clone_from(&name));
        let is_accepted = send();
        if is_accepted {
            self.state
                .update_untracked(|state| state.accepted = Some((name, plan, now)));
        }
        is_accepted
    }

    /// The visible message after an addition; [`announced`] has the one for screen readers.
    fn status_message(&self, state: &State) -> Element {
        element("P", "status-message").text(&self.status_text(state))
    }

    fn status_text(&self, state: &State) -> String {
        if state.added == 0 {
            String::new()
        } else {
            self.count("bundle.added", state.added, &[])
        }
    }

    /// The message about products that could not be added, with their titles.
    fn error_message(&self, state: &State) -> Option<Element> {
        let said = || self.message("add.refused", &[("titles", &state.refused)]);
        (!state.refused.is_empty()).then(|| {
            element("P", "error-message")
                .attribute("role", "alert")
                .text(&said())
        })
    }
}

impl State {
    /// Whether the page has yet to answer for the addition of these products.
    fn awaits<'a>(&self, list_id: &str, products: impl Iterator<Item = &'a OfferItem>) -> bool {
        !self.awaited.is_empty() && self.awaited.contains(&addition(list_id, products))
    }
}

/// The name of an addition: the id of the offer, and the SKUs of the products.
fn addition<'a>(list_id: &str, products: impl Iterator<Item = &'a OfferItem>) -> String {
    let mut name = list_id.to_owned();
    for product in products {
        name.push('\n');
        name.push_str(&product.sku);
    }
    name
}

/// Marks the addition whose event is being dispatched as awaited, and returns its name for [`show_result`].
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn await_addition(state: &ArcRwSignal<State>) -> String {
    let name = state.read_untracked().asked.clone();
    state.update(|state| state.awaited.push(name.clone()));
    name
}

/// Shows the result of an addition for a while: the number of added products, and the titles of the
/// refused ones. `name` is the name of the addition if it was awaited, else empty.
pub fn show_result(state: &ArcRwSignal<State>, name: &str, added: usize, refused: String) {
    let state = state.clone();
    let additions = state.read_untracked().additions.wrapping_add(1);
    state.update(|state| {
        state.awaited.retain(|awaited| awaited != name);
        // The selection was for this purchase, unless the shopper has to retry.
        if refused.is_empty() {
            state.choices.clear();
            state.variants.clear();
        } else {
            state.accepted = None;
        }
        (state.added, state.refused, state.additions) = (added, refused, additions);
    });
    let fade = move || {
        state.update(|state| {
            if state.additions == additions {
                state.added = 0;
                state.refused.clear();
            }
        });
    };
    // The timer holds only the state, which may outlive the view.
    later(ANSWER_MS, fade);
}

/// The nodes of a view, which is rendered once, as a description for `www/first_paint.js`; `None` where it
/// shows nothing.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn describe(view: View) -> Option<serde_json::Value> {
    render(&Arc::new(view)).map(Element::into_value)
}

/// Mounts a view into an element inside a shadow root, and its announcements into another one. Nodes
/// that are there already, because the default plan was painted, become nodes of the view.
/// Dropping the handles removes both.
#[cfg(target_arch = "wasm32")]
pub fn mount(
    view: View,
    into: HtmlElement,
    live_region: HtmlElement,
) -> [UnmountHandle<impl Mountable>; 2] {
    let view = Arc::new(view);
    let places: [(HtmlElement, Rendered); 2] = [(into, render), (live_region, announced)];
    places.map(|(into, what)| {
        let (view, place) = (Arc::clone(&view), into.clone());
        mount_to_renderer(&into, move || move || Shown::new(&place, what(&view)))
    })
}

#[cfg(target_arch = "wasm32")]
type Rendered = fn(&Arc<View>) -> Option<Element>;

/// Separate from the view, because the announcement of the last addition must remain when the offer
/// disappears.
#[cfg(target_arch = "wasm32")]
#[expect(clippy::unnecessary_wraps, reason = "it has the type `Rendered`")]
fn announced(view: &Arc<View>) -> Option<Element> {
    let text = view.status_text(&view.state.read());
    Some(unnamed("DIV").text(&text))
}

/// Renders the current offer of a view.
fn render(view: &Arc<View>) -> Option<Element> {
    let plan = &view.page.read().plan;
    let state = &view.state.read();
    if view.kind == Some(OfferKind::Shipping) {
        return plan
            .shipping
            .as_ref()
            .map(|offer| shipping::shipping(view, plan, offer, state));
    }
    // Refused products are listed even if there is no offer left.
    let Some(offer) = view.offer(plan) else {
        return view.error_message(state);
    };
    Some(match offer.kind {
        OfferKind::Bundle => bundle::bundle(view, offer, state),
        OfferKind::Memberships => memberships::memberships(view, offer, state),
        _ => offer_list::offer_list(view, offer, state),
    })
}
