//! Variants: from the columns of a catalog to the choice in an offer.

use std::fmt::Write as _;
use std::fs;

use tillside::engine::{Context, Live, Outcome, Slot, Today, explain, plan, variant_files};
use tillside::graph::{Edge, Graph, GraphContents, Manifest, encode};
use tillside::import::{CatalogRow, ImportOptions, read_catalog};
use tillside::model::{
    Cart, Currency, DealProduct, DealRule, LineItem, Offer, OfferItem, OfferKind, Plan, Policy,
    Product, ProductId, Relation, Reward, SkuKey, Threshold, Tier, Variant,
};

use crate::build::{line, options};
use crate::import::Unwatched;
use crate::selectors::learn;

fn catalog(content: &str) -> Vec<CatalogRow> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("products.csv");
    fs::write(&path, content).unwrap();
    read_catalog(&path, &ImportOptions::default(), &mut Unwatched).unwrap()
}

/// Options as `sku|name=value name=value`.
fn told(content: &str) -> Vec<String> {
    let rows = catalog(content).into_iter().map(|row| {
        let options = row.options.iter();
        let options: Vec<String> = options
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("{}|{}", row.sku, options.join(" "))
    });
    rows.collect()
}

const SHOPIFY: &str = "\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Image Src,Status
dripper,Dripper,<p>x</p>,Main,Brewing,,true,Title,Default Title,,,DRIP,0,shopify,50,deny,manual,19.00,https://s.example/7.jpg,active
apron,Apron,<p>x</p>,Main,Apparel,,true,Size,S,Color,Red,APRON-S,0,shopify,50,deny,manual,29.00,https://s.example/5.jpg,active
apron,,,,,,,,M,,Red,APRON-M,0,shopify,50,deny,manual,29.00,,
apron,,,,,,,,L,,Blue,APRON-L,0,shopify,0,deny,manual,31.00,,
";

const WOOCOMMERCE: &str = "\
ID,Type,SKU,Name,Published,Is featured?,Visibility in catalog,Short description,In stock?,Stock,Backorders allowed?,Sale price,Regular price,Categories,Images,Parent,Position,Attribute 1 name,Attribute 1 value(s),Attribute 1 visible,Attribute 1 global,Attribute 2 name,Attribute 2 value(s),Attribute 2 visible,Attribute 2 global
107,simple,DRIP,Dripper,1,0,visible,,1,50,0,,19.00,Brewing,https://s.example/7.jpg,,0,,,,,,,,
150,variable,APRON,Apron,1,0,visible,,1,,0,,,Apparel,https://s.example/5.jpg,,0,Size,\"S, M, L\",1,0,Color,\"Red, Blue\",1,0
151,variation,APRON-S,Apron - S,1,0,visible,,1,50,0,,29.00,,,APRON,1,Size,S,,0,Color,Red,,0
152,variation,APRON-M,Apron - M,1,0,visible,,1,50,0,,29.00,,,APRON,2,Size,M,,0,Color,Red,,0
153,variation,APRON-L,Apron - L,1,0,visible,,0,0,0,,31.00,,,APRON,3,Size,L,,0,Color,Blue,,0
";

#[test]
fn shopifys_options_have_the_names_of_the_first_row() {
    assert_eq!(
        told(SHOPIFY),
        [
            "DRIP|",
            "APRON-S|Size=S Color=Red",
            "APRON-M|Size=M Color=Red",
            "APRON-L|Size=L Color=Blue"
        ]
    );
}

#[test]
fn woocommerces_attributes_are_options() {
    assert_eq!(
        told(WOOCOMMERCE)[2..],
        [
            "APRON-S|Size=S Color=Red",
            "APRON-M|Size=M Color=Red",
            "APRON-L|Size=L Color=Blue"
        ]
    );
    let german = WOOCOMMERCE
        .replace("Attribute 1 name", "Attribut 1 Name")
        .replace("Attribute 1 value(s)", "Attribut 1 Wert(e)")
        .replace("Attribute 1 visible", "Attribut 1 sichtbar")
        .replace("Attribute 1 global", "Attribut 1 global");
    assert_eq!(told(&german), told(WOOCOMMERCE));
}

#[test]
fn a_feed_has_colors_sizes_materials_and_patterns() {
    let content = "id\ttitle\tprice\tlink\timage_link\titem_group_id\tcolor\tsize\nT-S\tTee\t30.00 GBP\thttps://s.example/1\thttps://s.example/1.jpg\tT\tBlue\tS\n\
        T-M\tTee\t30.00 GBP\thttps://s.example/2\thttps://s.example/2.jpg\tT\tBlue\tM\n";
    assert_eq!(
        told(content),
        ["T-S|Color=Blue Size=S", "T-M|Color=Blue Size=M"]
    );
}

/// The products of a catalog as `sku|name: option`, by SKU, and the SKUs of groups.
fn built(content: &str) -> (Vec<String>, Vec<String>) {
    let lines: Vec<_> = ["1", "2", "3", "4", "5", "6"]
        .map(|order| line(order, "APRON-M"))
        .into();
    let contents = learn(&lines, Some(&catalog(content)), &options()).contents;
    let mut products: Vec<String> = contents
        .products
        .iter()
        .map(|product| match &product.variant {
            Some(Variant { name, option, .. }) => {
                format!(
                    "{}|{}: {option}",
                    product.sku,
                    name.as_deref().unwrap_or("-")
                )
            }
            None if product.is_chosen_on_page => format!("{}|page", product.sku),
            None => format!("{}|", product.sku),
        })
        .collect();
    products.sort();
    let parents = contents.parents.iter().map(|(sku, id)| {
        let product = &contents.products[id.0 as usize];
        format!("{} -> {}", sku.as_str(), product.sku)
    });
    (products, parents.collect())
}

#[test]
fn a_parent_is_no_product_and_leads_to_its_most_popular_variant() {
    let variants = [
        "APRON-L|Size / Color: L / Blue",
        "APRON-M|Size / Color: M / Red",
        "APRON-S|Size / Color: S / Red",
        "DRIP|",
    ];
    let (products, parents) = built(WOOCOMMERCE);
    assert_eq!(products, variants);
    assert_eq!(parents, ["APRON -> APRON-M"]);
    let (products, parents) = built(SHOPIFY);
    assert_eq!(products, variants);
    assert_eq!(parents, ["APRON -> APRON-M"], "the handle");
}

#[test]
fn a_variant_that_can_be_bought_represents_its_group() {
    let sold_out = WOOCOMMERCE.replace(
        "visible,,1,50,0,,29.00,,,APRON,2",
        "visible,,0,0,0,,29.00,,,APRON,2",
    );
    assert_eq!(built(&sold_out).1, ["APRON -> APRON-S"]);
}

#[test]
fn without_options_titles_tell_variants_apart() {
    let (products, parents) = built(
        "sku,title,price,link,item_group_id\nAPRON-S,Apron S,15.00,/s,APRON-S\nAPRON-M,Apron M,15.00,/m,APRON-S\n\
         CUP,Cup,9.00,/c,\nMUG,Mug,9.00,/g,M\nMUG-2,Mug,9.00,/h,M\n",
    );
    assert_eq!(
        products,
        ["APRON-M|-: M", "APRON-S|-: S", "CUP|", "MUG-2|", "MUG|"]
    );
    // The SKU of the other group is that of a variant.
    assert_eq!(parents, ["M -> MUG"]);
}

#[test]
fn many_variants_are_chosen_on_their_page() {
    let mut content = "sku,title,price,link,item_group_id,size\n".to_owned();
    for size in 0..500 {
        writeln!(content, "T-{size},Tee,9.00,/t,TEE,{size}").unwrap();
    }
    let (products, parents) = built(&content);
    assert_eq!(
        products
            .iter()
            .filter(|product| product.ends_with("|page"))
            .count(),
        500
    );
    assert_eq!(parents, ["TEE -> T-0"]);
}

#[test]
fn a_variant_without_a_price_is_not_chosen_and_the_same_option_has_its_sku() {
    let (products, _) = built(
        "sku,title,price,link,item_group_id,size\nD,Tee,,/d,TEE,L\nA,Tee,9.00,/a,TEE,S\nB,Tee,9.00,/b,TEE,M\nC,Tee,9.00,/c,TEE,M\n",
    );
    assert_eq!(
        products,
        [
            "APRON-M|", "A|Size: S", "B|Size: M (B)", "C|Size: M (C)", "D|"
        ]
    );
}

fn product(id: u32, sku: &str, price_minor: i64, size: Option<&str>) -> Product {
    Product {
        id: ProductId(id),
        sku: sku.into(),
        title: sku.into(),
        price_minor: Some(price_minor),
        orders: Some(90),
        is_available: true,
        url: Some(format!("/{sku}")),
        group: size.map(|_| 0),
        variant: size.map(|size| Variant {
            name: Some("Size".into()),
            option: size.into(),
            place: "SML".find(size).unwrap() as u32,
        }),
        ..Product::default()
    }
}

/// A kettle that is bought with an apron in three sizes at three prices, of which L is sold out, and
/// with a cup; the apron is bought with the kettle.
fn contents() -> GraphContents {
    let to = |id, weight| Edge {
        to: ProductId(id),
        relation: Relation::OftenBoughtWith,
        is_manual: false,
        weight,
        together: Some(40),
    };
    GraphContents {
        products: vec![
            product(0, "KETTLE", 3000, None),
            product(1, "APRON-M", 1500, Some("M")),
            product(2, "APRON-S", 1300, Some("S")),
            Product {
                is_available: false,
                ..product(3, "APRON-L", 1700, Some("L"))
            },
            product(4, "CUP", 900, None),
        ],
        edges: vec![
            vec![to(1, 14), to(4, 9)],
            vec![to(0, 14)],
            vec![to(0, 9)],
            vec![],
            vec![],
        ],
        parents: [(SkuKey::new("APRON"), ProductId(1))].into(),
        ..GraphContents::default()
    }
}

fn loaded(contents: &GraphContents, policy: Policy) -> (Manifest, Graph) {
    let encoded = encode(contents);
    let currency = Currency::new("GBP").unwrap();
    let manifest = Manifest::new(&encoded, contents, currency, 100, policy);
    let mut graph = Graph::new(&manifest).unwrap();
    for file in &encoded.files {
        graph.add_shard(&file.bytes).unwrap();
    }
    (manifest, graph)
}

fn page(kind: OfferKind, sku: Option<&str>, cart: &[&str]) -> Context {
    let lines = cart.iter().map(|sku| LineItem {
        sku: (*sku).into(),
        quantity: 1,
        ..LineItem::default()
    });
    Context {
        slots: vec![Slot::of(0, kind, sku.map(SkuKey::new))],
        cart: Cart::new(lines.collect()),
        ..Context::new(Currency::new("GBP").unwrap())
    }
}

fn planned(context: &Context, policy: Policy) -> Plan {
    let (manifest, graph) = loaded(&contents(), policy);
    plan(&graph, &manifest.policy, context)
}

fn item<'a>(offer: &'a Offer, sku: &str) -> &'a OfferItem {
    offer
        .items
        .iter()
        .find(|item| item.sku == sku)
        .unwrap_or_else(|| panic!("{offer:?}"))
}

/// The variants of an item as `option price available`.
fn choice(item: &OfferItem) -> Vec<String> {
    let variants = item.choice.iter().flat_map(|choice| &choice.variants);
    let variants = variants.map(|variant| {
        let price = variant.price_minor.unwrap_or(0);
        let sold_out = if variant.is_available {
            ""
        } else {
            " sold out"
        };
        format!("{} {price}{sold_out}", variant.option)
    });
    variants.collect()
}

#[test]
fn a_bundle_lists_the_variants_of_a_companion_at_their_prices() {
    let policy = Policy {
        bundle_discount_percent: 10,
        ..Policy::default()
    };
    let plan = planned(&page(OfferKind::Bundle, Some("KETTLE"), &[]), policy);
    let apron = item(&plan.offers[0], "APRON-M");
    assert_eq!(choice(apron), ["S 1170", "M 1350", "L 1530 sold out"]);
    assert_eq!(apron.choice.as_ref().unwrap().name.as_deref(), Some("Size"));
    let small = apron.with_variant("APRON-S").unwrap();
    assert_eq!(
        (
            small.title.as_str(),
            small.price_minor,
            small.was_minor,
            small.url.as_deref()
        ),
        ("APRON-S", Some(1170), Some(1300), Some("/APRON-S"))
    );
    assert_eq!(small.reason, apron.reason);
    assert_eq!(apron.with_variant("APRON-L"), None, "it is sold out");
    assert_eq!(apron.with_variant("KETTLE"), None);
    assert!(item(&plan.offers[0], "KETTLE").choice.is_none());
}

#[test]
fn a_page_may_name_the_group() {
    let plan = planned(
        &page(OfferKind::Bundle, Some(" apron"), &[]),
        Policy::default(),
    );
    let offer = &plan.offers[0];
    assert_eq!(
        (offer.sku.as_deref(), &*offer.list_id),
        (Some("APRON-M"), "bundle:APRON-M")
    );
    assert_eq!(
        choice(&offer.items[0]),
        ["S 1300", "M 1500", "L 1700 sold out"]
    );
    let held = planned(
        &page(OfferKind::Bundle, Some("APRON"), &["APRON-S"]),
        Policy::default(),
    );
    assert!(held.offers[0].is_in_cart, "the group is in the cart");
    let other = planned(
        &page(OfferKind::Bundle, Some("APRON-M"), &["APRON-S"]),
        Policy::default(),
    );
    assert!(!other.offers[0].is_in_cart);
}

#[test]
fn the_group_in_the_cart_withholds_its_variants() {
    let plan = planned(
        &page(OfferKind::Bundle, Some("KETTLE"), &["APRON"]),
        Policy::default(),
    );
    assert_eq!(plan.subtotal_minor, 1500);
    let skus: Vec<_> = plan.offers[0].items.iter().map(|item| &*item.sku).collect();
    assert_eq!(skus, ["KETTLE", "CUP"]);
}

#[test]
fn the_stock_of_a_group_is_that_of_its_variants_and_its_price_is_not() {
    let live = |price_minor, is_available| Live {
        sku: SkuKey::new("APRON"),
        price_minor,
        tax_minor: None,
        is_available,
        minimum_quantity: None,
    };
    let has_apron = |plan: &Plan| {
        let mut items = plan.offers[0].items.iter();
        items.any(|item| item.sku.starts_with("APRON"))
    };
    let mut context = page(OfferKind::Bundle, Some("KETTLE"), &[]);
    context.live = vec![live(Some(1), Some(true))];
    let plan = planned(&context, Policy::default());
    assert_eq!(item(&plan.offers[0], "APRON-M").price_minor, Some(1500));
    context.live = vec![live(None, Some(false))];
    let plan = planned(&context, Policy::default());
    assert!(!has_apron(&plan));
    context.live = Vec::new();
    context.unavailable = vec![SkuKey::new("APRON")];
    let plan = planned(&context, Policy::default());
    assert!(!has_apron(&plan));
}

#[test]
fn a_fill_closes_the_gap_with_every_listed_variant() {
    let policy = Policy {
        tiers: vec![Tier {
            name: "Post".into(),
            currency: Currency::new("GBP").unwrap(),
            threshold: Threshold::Amount(4400),
            reward: Reward::Shipping(495),
            countries: Vec::new(),
            excluded: None,
            is_after_coupons: true,
            is_before_tax: false,
            excluded_skus: Vec::new(),
            excludes_services: false,
            highest_tax_percent: 0,
            never_free: None,
            never_free_skus: Vec::new(),
        }],
        ..Policy::default()
    };
    let plan = planned(&page(OfferKind::Shipping, None, &["KETTLE"]), policy);
    let fill = plan.shipping.unwrap().fill.unwrap();
    assert_eq!(fill.items[0].sku, "APRON-M");
    // S for 13.00 would leave 1.00.
    assert_eq!(choice(&fill.items[0]), ["M 1500", "L 1700 sold out"]);
}

#[test]
fn a_deal_is_one_variant() {
    let policy = Policy {
        deal: Some(DealRule {
            percent: 20,
            pool: vec![DealProduct {
                sku: "APRON-M".into(),
                lowest_minor: None,
            }],
        }),
        ..Policy::default()
    };
    let today = Some(Today {
        day: 20_000,
        ends_at_ms: 1,
    });
    let context = Context {
        today,
        ..page(OfferKind::Deal, None, &[])
    };
    let plan = planned(&context, policy.clone());
    assert_eq!(choice(&plan.offers[0].items[0]), ["M 1200"]);
    // Elsewhere the others have their own price.
    let context = Context {
        today,
        ..page(OfferKind::Bundle, Some("KETTLE"), &[])
    };
    let plan = planned(&context, policy);
    assert_eq!(
        choice(item(&plan.offers[0], "APRON-M")),
        ["S 1300", "M 1200", "L 1700 sold out"]
    );
}

#[test]
fn a_product_that_is_chosen_on_its_page_is_in_no_bundle() {
    let mut contents = contents();
    for product in &mut contents.products[1..4] {
        product.variant = None;
        product.is_chosen_on_page = true;
    }
    let (manifest, graph) = loaded(&contents, Policy::default());
    let context = page(OfferKind::Bundle, Some("KETTLE"), &[]);
    let bundle = plan(&graph, &manifest.policy, &context);
    assert_eq!(bundle.offers[0].items.len(), 2);
    let decisions = explain(&graph, &manifest.policy, &context);
    let outcome = decisions
        .iter()
        .find(|decision| decision.sku.as_deref() == Some("APRON-M"));
    assert_eq!(outcome.unwrap().outcome, Outcome::ChosenOnPage);
    let list = plan(
        &graph,
        &manifest.policy,
        &page(OfferKind::AlsoBought, None, &["KETTLE"]),
    );
    assert!(item(&list.offers[0], "APRON-M").is_chosen_on_page);
    // The page's own variant is chosen, a group is not.
    let bundle = |sku| {
        plan(
            &graph,
            &manifest.policy,
            &page(OfferKind::Bundle, Some(sku), &[]),
        )
    };
    assert!(!bundle("APRON-M").offers[0].items[0].is_chosen_on_page);
    assert!(bundle("APRON").offers.is_empty());
}

#[test]
fn a_large_shop_loads_the_other_variants_of_an_offer() {
    let mut contents = contents();
    let others = 5..70;
    contents.products.extend(
        others
            .clone()
            .map(|id| product(id, &format!("P{id}"), 500, None)),
    );
    contents.edges.extend(others.map(|_| Vec::new()));
    let encoded = encode(&contents);
    assert_eq!(encoded.variant_files, 1);
    let currency = Currency::new("GBP").unwrap();
    let manifest = Manifest::new(&encoded, &contents, currency, 100, Policy::default());
    let mut graph = Graph::new(&manifest).unwrap();
    let file = |shard: u32| &encoded.files[shard as usize].bytes;
    let kettle = SkuKey::new("KETTLE").shard(manifest.shards);
    graph.add_shard(file(kettle)).unwrap();
    let context = page(OfferKind::Bundle, Some("KETTLE"), &[]);
    let first = plan(&graph, &manifest.policy, &context);
    let offered = item(&first.offers[0], "APRON-M");
    assert!(choice(offered).contains(&"M 1500".to_owned()));
    let wanted = variant_files(&graph, &first);
    assert_eq!(wanted, [manifest.shards]);
    graph.add_shard(file(wanted[0])).unwrap();
    let whole = plan(&graph, &manifest.policy, &context);
    assert_eq!(
        choice(item(&whole.offers[0], "APRON-M")),
        ["S 1300", "M 1500", "L 1700 sold out"]
    );
    // The file of the group's SKU has the links of its product.
    let mut graph = Graph::new(&manifest).unwrap();
    graph
        .add_shard(file(SkuKey::new("APRON").shard(manifest.shards)))
        .unwrap();
    let parent = plan(
        &graph,
        &manifest.policy,
        &page(OfferKind::Bundle, Some("APRON"), &[]),
    );
    assert_eq!(parent.offers[0].items.len(), 2);
}
