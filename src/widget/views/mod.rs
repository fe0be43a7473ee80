//! The elements' insides.
//!
//! A view is a function of the page's plan, the page's words and what the shopper did to the view. It is called again when one of
//! them changes, and Leptos changes the nodes that differ.
//!
//! *Invariants*: all views of a page read one plan; a node stays while its place and tag stay, so a new plan takes the focus from
//! nothing but a control that goes (`www/focus.js` finds it another); what the shopper ticked is known by SKU, not by place.

mod attributes;
mod bundle;
mod dom;
mod memberships;
mod offer_list;
mod parts;
mod shipping;

use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use web_sys::HtmlElement;

use self::dom::{Element, element, nothing};
use super::{Events, Page};
use crate::model::{Minor, Offer, OfferItem, OfferKind, Period, Plan};

/// How long it is said what was added.
const ANSWER_MS: u32 = 6_000;

/// What a view shows, and whom it tells.
pub struct View {
    /// The place that it has in the plan.
    pub slot: u32,
    /// The kind of offer that it is for; `None` for any.
    pub kind: Option<OfferKind>,
    /// The plan and the strings of the page.
    pub page: ArcRwSignal<Page>,
    /// What is known of this view alone.
    pub state: ArcRwSignal<State>,
    /// Where its events come from.
    pub emit: Events,
}

/// What belongs to one view alone.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The price of memberships that the shopper wants to see.
    period: Option<Period>,
    /// What was ticked or unticked by hand, by SKU, the latest last; it outlives a change of the offer.
    choices: Vec<(String, bool)>,
    /// Number of products that were added just now; 0 = none.
    added: usize,
    /// Titles of those that could not be added just now.
    refused: String,
    /// Number of times that something was added.
    additions: u32,
    /// A language tag that `Intl` takes; everything is said anew when it changes.
    pub locale: String,
}

impl State {
    /// Nothing has happened to it; `locale` is a language tag that `Intl` takes.
    #[must_use]
    pub fn new(locale: String) -> Self {
        Self {
            locale,
            ..Self::default()
        }
    }
}

impl View {
    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.page.read().words.say(key, values)
    }

    fn count(&self, key: &str, count: usize, values: &[(&str, &str)]) -> String {
        self.page
            .read()
            .words
            .count(key, count, &self.locale(), values)
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

    /// Points are many.
    fn points(&self, points: u64) -> String {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double is exact far beyond what anybody collects"
        )]
        self.decimal(points as f64)
    }

    fn time(&self, at_ms: i64) -> String {
        super::messages::time(at_ms, &self.locale())
    }

    fn takes_inline_pictures(&self) -> bool {
        self.page.read().takes_inline_pictures
    }

    fn locale(&self) -> String {
        self.state.read().locale.clone()
    }

    /// The plan of this moment, for work that is not repeated when another one comes.
    fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.page.read_untracked().plan)
    }

    /// The offer of this moment that stands in this place.
    fn unit<'a>(&self, plan: &'a Plan) -> Option<&'a Offer> {
        plan.units.iter().find(|unit| unit.slot == self.slot)
    }

    /// Asks the page to add products and says so; a page that refuses is believed.
    fn add(&self, kind: OfferKind, list_id: &str, products: &[&OfferItem]) {
        if !products.is_empty()
            && self
                .emit
                .add(kind, list_id, self.plan().currency.code(), products)
        {
            answer(self.state.clone(), products.len(), String::new());
        }
    }

    /// Where it is shown that products were added; [`announced`] says it.
    fn thanks(&self, state: &State) -> Element {
        element("P", "status").text(&self.thanked(state))
    }

    fn thanked(&self, state: &State) -> String {
        if state.added == 0 {
            String::new()
        } else {
            self.count("bundle.added", state.added, &[])
        }
    }

    /// What could not be added, by name.
    fn refusal(&self, state: &State) -> Option<Element> {
        let said = || self.say("add.refused", &[("titles", &state.refused)]);
        (!state.refused.is_empty()).then(|| {
            element("P", "refusal")
                .attribute("role", "alert")
                .text(&said())
        })
    }
}

/// Says for a while what became of an addition: how many products the page took, and the titles of those that it could not.
pub fn answer(state: ArcRwSignal<State>, added: usize, refused: String) {
    let additions = state.read_untracked().additions.wrapping_add(1);
    state.update(|state| {
        // What was ticked by hand was ticked for this purchase, unless it is to be tried again.
        if refused.is_empty() {
            state.choices.clear();
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
    // It holds nothing but the state, which may outlive the view.
    Timeout::new(ANSWER_MS, fade).forget();
}

type Shown = fn(&Arc<View>) -> AnyView;

/// Mounts a view into an element inside a shadow root, and what it announces into another; dropping the handles takes both down.
pub fn mount(
    view: View,
    into: HtmlElement,
    voice: HtmlElement,
) -> [UnmountHandle<impl Mountable>; 2] {
    let view = Arc::new(view);
    let places: [(HtmlElement, Shown); 2] = [(into, shown), (voice, announced)];
    places.map(|(into, what)| {
        let view = Arc::clone(&view);
        mount_to(into, move || move || what(&view))
    })
}

fn shown(view: &Arc<View>) -> AnyView {
    render(view).map_or_else(nothing, Element::into_view)
}

/// Outside of what is shown: the last addition takes an offer away, and what it says must not go with it.
fn announced(view: &Arc<View>) -> AnyView {
    view.thanked(&view.state.read()).into_any()
}

/// What the plan of this moment has for a view.
fn render(view: &Arc<View>) -> Option<Element> {
    let plan = &view.page.read().plan;
    let state = &view.state.read();
    if view.kind == Some(OfferKind::Shipping) {
        return plan
            .shipping
            .as_ref()
            .map(|offer| shipping::shipping(view, plan, offer, state));
    }
    // What could not be added is said even where nothing is left to offer.
    let Some(offer) = view.unit(plan) else {
        return view.refusal(state);
    };
    Some(match offer.kind {
        OfferKind::Bundle => bundle::bundle(view, offer, state),
        OfferKind::Plans => memberships::memberships(view, offer, state),
        _ => offer_list::offer_list(view, offer, state),
    })
}
