//! The strings of the widget in English.
//!
//! *Invariants*: a kind of offer has a string `KIND.title`; placeholders are in braces.

/// The English strings by key. Keys with a plural category (`.one`, `.other`) are selected by the
/// count.
pub const ENGLISH: &[(&str, &str)] = &[
    ("bundle.title", "Frequently bought together"),
    ("bundle.viewed", "This item"),
    (
        "bundle.reason",
        "In {together} of {orders} orders with {title}",
    ),
    ("bundle.reason.uncounted", "Goes with {title}"),
    ("bundle.total", "Total"),
    ("bundle.saving", "You save {saving}"),
    ("bundle.add.one", "Add to basket"),
    ("bundle.add.other", "Add {count} to basket"),
    ("bundle.added.one", "Added to your basket"),
    ("bundle.added.other", "{count} items added to your basket"),
    ("add.refused", "Sorry, we couldn’t add: {titles}"),
    ("sold_out_alternatives.title", "Sold out: similar products"),
    ("sold_out_alternatives.reason", "Alternative to {title}"),
    (
        "sold_out_alternatives.reason.upgrade",
        "Upgrade from {title}",
    ),
    ("quantity_break.title", "Buy more, save more"),
    ("quantity_break.set", "{count} for {price}"),
    (
        "quantity_break.each",
        "{count} or more: {price} each",
    ),
    ("quantity_break.mix", "Mix and match: {name}"),
    (
        "quantity_break.add",
        "Add {count} and save {saving}",
    ),
    ("upgrade.title", "Upgrade"),
    ("upgrade.add", "Choose this one instead"),
    ("addons.title", "Accessories"),
    ("addons.reason", "Required for {title}"),
    ("services.title", "Protect and personalise it"),
    ("services.reason", "For {title}"),
    ("services.add", "Add"),
    ("also_bought.title", "Customers also bought"),
    ("also_bought.reason.month", "You bought this in {month}"),
    ("also_bought.reason.before", "You bought this before"),
    ("trial.title", "Try a sample"),
    ("trial.add", "Add sample"),
    ("loyalty.title", "Your points"),
    ("loyalty.earned", "Earn {earned} points with this order"),
    (
        "loyalty.next",
        "Earn {earned} points with this order. Collect {missing} more to get {reward}",
    ),
    (
        "loyalty.reason",
        "Earns {extra} more points, enough for {reward}",
    ),
    ("deal.title", "Deal of the day"),
    ("deal.until", "Ends at {time}"),
    ("abandoned_cart.title", "You left these in your basket"),
    ("abandoned_cart.add", "Add to basket for {total}"),
    ("follow_up.title", "Goes well with your order"),
    ("buy_again.title", "Time to buy again?"),
    ("buy_again.title.later", "When you may need more"),
    ("buy_again.later.one", "Usually reordered after a day"),
    (
        "buy_again.later.other",
        "Usually reordered after {count} days",
    ),
    (
        "buy_again.reason.one",
        "Usually reordered after a day. You bought it {when}",
    ),
    (
        "buy_again.reason.other",
        "Usually reordered after {count} days. You bought it {when}",
    ),
    ("buy_again.reason.often", "You buy this often"),
    ("single.add", "Add to basket"),
    ("single.add.named", "{add}: {title}"),
    ("variant.label", "Option"),
    ("variant.unavailable", "{option} – sold out"),
    ("variant.choose", "Choose options"),
    ("dismiss", "Hide: {title}"),
    ("price.free", "Free"),
    ("price.extra", "{extra} more"),
    ("price.was", "Was {price}"),
    ("price.count", "× {count}"),
    ("rating.one", "★ {stars} ({count} review)"),
    ("rating.other", "★ {stars} ({count} reviews)"),
    ("quote", "“{quote}”"),
    ("shipping.empty", "Free delivery from {threshold}"),
    (
        "shipping.remaining",
        "Spend {remaining} more for free delivery",
    ),
    ("shipping.earned", "You get free delivery"),
    (
        "shipping.nearer",
        "With these, you’re {remaining} away from free delivery",
    ),
    ("shipping.further.empty", "{name} is free from {threshold}"),
    (
        "shipping.further.remaining",
        "{earned} is free. Spend {remaining} more for free {name}",
    ),
    (
        "shipping.further.nearer",
        "With these, {earned} is free. Spend {remaining} more for free {name}",
    ),
    (
        "shipping.items.empty.one",
        "Free delivery on {count} item or more",
    ),
    (
        "shipping.items.empty.other",
        "Free delivery on {count} items or more",
    ),
    (
        "shipping.items.remaining.one",
        "Add {count} more item for free delivery",
    ),
    (
        "shipping.items.remaining.other",
        "Add {count} more items for free delivery",
    ),
    (
        "shipping.items.nearer.one",
        "With these, you’re {count} item away from free delivery",
    ),
    (
        "shipping.items.nearer.other",
        "With these, you’re {count} items away from free delivery",
    ),
    (
        "shipping.items.further.empty.one",
        "{name} is free on {count} item or more",
    ),
    (
        "shipping.items.further.empty.other",
        "{name} is free on {count} items or more",
    ),
    (
        "shipping.items.further.remaining.one",
        "{earned} is free. Add {count} more item for free {name}",
    ),
    (
        "shipping.items.further.remaining.other",
        "{earned} is free. Add {count} more items for free {name}",
    ),
    (
        "shipping.items.further.nearer.one",
        "With these, {earned} is free. Add {count} more item for free {name}",
    ),
    (
        "shipping.items.further.nearer.other",
        "With these, {earned} is free. Add {count} more items for free {name}",
    ),
    ("shipping.restored", "With these, you get free delivery"),
    ("shipping.progress", "{subtotal} of {threshold}"),
    ("shipping.fill.one", "This gets you there"),
    ("shipping.fill.other", "These {count} get you there"),
    ("shipping.add.one", "Add for {total}"),
    ("shipping.add.other", "Add all for {total}"),
    ("gift.empty", "Spend {threshold} to get {name} free"),
    (
        "gift.remaining",
        "Spend {remaining} more to get {name} free",
    ),
    ("gift.earned", "You get {name} free"),
    (
        "gift.nearer",
        "With these, you’re {remaining} away from getting {name} free",
    ),
    (
        "gift.items.empty.one",
        "Buy {count} item to get {name} free",
    ),
    (
        "gift.items.empty.other",
        "Buy {count} items to get {name} free",
    ),
    (
        "gift.items.remaining.one",
        "Add {count} more item to get {name} free",
    ),
    (
        "gift.items.remaining.other",
        "Add {count} more items to get {name} free",
    ),
    (
        "gift.items.nearer.one",
        "With these, you’re {count} item away from getting {name} free",
    ),
    (
        "gift.items.nearer.other",
        "With these, you’re {count} items away from getting {name} free",
    ),
    ("gift.restored", "With these, you get {name} free"),
    ("percent.empty", "Spend {threshold} to get {percent}% off"),
    (
        "percent.remaining",
        "Spend {remaining} more to get {percent}% off",
    ),
    ("percent.earned", "You get {percent}% off"),
    (
        "percent.nearer",
        "With these, you’re {remaining} away from {percent}% off",
    ),
    (
        "percent.items.empty.one",
        "Buy {count} item to get {percent}% off",
    ),
    (
        "percent.items.empty.other",
        "Buy {count} items to get {percent}% off",
    ),
    (
        "percent.items.remaining.one",
        "Add {count} more item to get {percent}% off",
    ),
    (
        "percent.items.remaining.other",
        "Add {count} more items to get {percent}% off",
    ),
    (
        "percent.items.nearer.one",
        "With these, you’re {count} item away from {percent}% off",
    ),
    (
        "percent.items.nearer.other",
        "With these, you’re {count} items away from {percent}% off",
    ),
    ("percent.restored", "With these, you get {percent}% off"),
    ("memberships.title", "Memberships"),
    ("memberships.best", "Pays for itself with this order"),
    ("memberships.best.yearly", "Best for the way you shop"),
    ("memberships.saving", "Saves you {saving} on this order"),
    (
        "memberships.saving.yearly",
        "Would have saved you {saving} over the past year",
    ),
    ("memberships.pays.one", "Pays for itself with this order"),
    (
        "memberships.pays.other",
        "Pays for itself after {count} orders like this",
    ),
    ("memberships.by", "Billing period"),
    ("memberships.by.month", "Monthly"),
    ("memberships.by.year", "Yearly"),
    ("memberships.month", "{price} a month"),
    ("memberships.year", "{price} a year"),
    ("memberships.join", "Join {name}"),
    ("memberships.more", "More about {name}"),
];
