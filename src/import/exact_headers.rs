//! Headers whose role does not follow from their words: data, the strongest evidence first.

use super::Role;

/// Folded headers without a rule, by role, the strongest evidence first.
pub(super) const EXACT: &[(Role, &[&str])] = &[
    (
        Role::Order,
        &[
            "orderid", "ordernumber", "orderno", "ordername", "amazonorderid", "suborderno",
            "suborderid", "subordernumber",
        ],
    ),
    (
        Role::Sku,
        &[
            "lineitemsku",
            "sku",
            "stockkeepingunitsku",
            "stockkeepingunit",
            "purchasedentitysku",
            "itemsku",
            "customlabel",
            "customlabelsku",
            "sellersku",
            "merchantsku",
            "bestandseinheit",
            "etiquettepersonnalisee",
            "etiquetapersonalizada",
            "etichettapersonalizzata",
            "sku管理番号",
            "référencevendeur",
            "판매자상품코드",
            "자체상품코드",
            "업체상품코드",
            "model",
            "uniqueid",
        ],
    ),
    (
        Role::Title,
        &["lineitemname", "lineitemtitle", "producttitle", "itemtitle"],
    ),
    (
        Role::Quantity,
        &[
            "lineitemquantity", "quantity", "qty", "units", "quantitypurchased",
        ],
    ),
    (
        Role::Price,
        &[
            "paidprice",
            "finalprice",
            "unitpricewithtax",
            "unitpricewithvat",
            "unitpriceincltax",
            "unitpriceinclvat",
            "itempricewithtax",
            "itempriceincltax",
            "lineitemprice",
            "soldfor",
            "unitprice",
            "itemprice",
            "variantprice",
            "đơngiá",
            "dealprice",
            "discountedprice",
            "priceafterdiscount",
            "hargasetelahdiskon",
            "hargaselepasdiskaun",
            "unitpricenumber",
            "supplierdiscountedpriceinclgstandcommision",
            "supplierdiscountedpriceinclgstandcommission",
            "priceeach",
            "each",
            "epreis",
        ],
    ),
    (
        Role::LineTotal,
        &[
            "ext", "extprice", "extended", "extendedprice", "gpreis", "totalpriceline",
        ],
    ),
    (
        Role::Time,
        &[
            "orderdate", "createdat", "paidtime", "eventtimestamp", "soldon", "soldat", "datesold",
            "orderedon", "orderedat", "placedon", "placedat", "purchasedon", "purchasedat",
            "verkauftam", "gekauftam", "bestelltam", "vendule", "vendidoel",
        ],
    ),
    (Role::Url, &["url", "link", "producturl", "permalink"]),
    (
        Role::Image,
        &[
            "imagelink", "imageurl", "imagesrc", "productimageurl", "image", "baseimage", "images",
        ],
    ),
    (
        Role::Group,
        &[
            "itemgroupid", "group", "parentsku", "parent", "parentid", "handle", "urlhandle",
        ],
    ),
    (
        Role::Category,
        &[
            "category", "producttype", "productcategory", "googleproductcategory", "categories",
            "type",
        ],
    ),
    (
        Role::Related,
        &[
            "relatedproduct",
            "relatedproductrelationshiptypeidentifiertypeidentifier",
            "relatedproducts",
        ],
    ),
    (
        Role::Availability,
        &[
            "availability", "isinstock", "stockstatus", "instock", "available",
        ],
    ),
    (
        Role::Stock,
        &[
            "variantinventoryqty", "inventoryquantity", "inventoryqty", "stock", "stockquantity",
            "qtyonhand",
        ],
    ),
    (
        Role::Backorders,
        &[
            "variantinventorypolicy",
            "continuesellingwhenoutofstock",
            "backordersallowed",
            "allowbackorders",
            "backorders",
        ],
    ),
    (
        Role::Minimum,
        &[
            "minimumquantity", "minquantity", "minimumqty", "minqty", "minsaleqty", "mincartqty",
            "minimalquantity", "minimumorderquantity", "minorderquantity", "minorderqty", "moq",
            "minpurchase", "mindestbestellmenge", "mindestmenge", "mindestabnahme",
            "mindestabnahmemenge", "quantiteminimale", "quantiteminimum", "cantidadminima",
            "quantidademinima", "quantitaminima", "minimaleafname", "minimoantal", "minimum",
        ],
    ),
    (
        Role::Step,
        &[
            "groupof", "qtyincrements", "quantityincrements", "quantitystep", "stepquantity",
            "qtystep", "quantitymultiple", "ordermultiple", "purchasesteps", "groupofquantity",
            "abnahmeintervall", "staffelung", "mengenschritt", "soldinmultiplesof",
        ],
    ),
    (
        Role::Singly,
        &[
            "soldindividually", "individuallysold", "limitoneperorder", "oneperorder",
            "verkauflimitieren", "nureinzelnverkaufen",
        ],
    ),
    (
        Role::Published,
        &[
            "published", "status", "visibility", "isactive", "productstatus", "active",
            "ispublished", "isvisible", "visible", "sichtbar", "公開状態", "表示状態", "진열상태",
        ],
    ),
    (
        Role::SalePrice,
        &["saleprice", "specialprice", "discountedprice"],
    ),
    (
        Role::SaleStart,
        &[
            "salepriceeffectivedate", "specialpricefromdate", "datesalepricestarts",
        ],
    ),
    (Role::SaleEnd, &["specialpricetodate", "datesalepriceends"]),
    (
        Role::Language,
        &["storeviewcode", "language", "locale", "lang"],
    ),
    (
        Role::Variant,
        &[
            "option1value", "lineitemvariant", "varianttitle", "variations",
        ],
    ),
    (
        Role::Rating,
        &[
            "rating", "averagerating", "ratingvalue", "reviewrating", "stars",
        ],
    ),
    (
        Role::Reviews,
        &["reviewcount", "reviews", "ratingcount", "numberofreviews"],
    ),
    (Role::Testimonial, &["testimonial", "quote", "reviewtext"]),
    (
        Role::Customer,
        &["customerid", "userpseudoid", "householdkey"],
    ),
];

/// Headers that look like a role but do not have it.
pub(super) const NEVER: &[(Role, &[&str])] = &[
    (
        Role::Price,
        &[
            "costperitem", "unitcost", "compareatprice", "variantcompareatprice", "costofgoods",
            "costofgoodssold", "cogs", "extprice", "extendedprice",
        ],
    ),
    // Counts of orders in a report: "Orders".
    (
        Role::Order,
        &[
            "orderitemid", "orderlineid", "orders", "pedidos", "ordenes", "commandes",
            "bestellungen", "ordini", "bestellingen", "zamowienia", "заказы", "заказов",
            "siparisler", "numberoforders", "totalorders",
        ],
    ),
    (
        Role::Sku,
        &["numberofitems", "itemcount", "itemnotes", "productline"],
    ),
    // A group of products.
    (Role::Title, &["productline"]),
    // Settings of a product, whose values are no stock, no option and no address.
    (
        Role::Stock,
        &[
            "dependsonstock", "lowstocklevel", "lowstockamount", "lowstockthreshold",
        ],
    ),
    (
        Role::Variant,
        &[
            "displayproductoptionsin",
            "variantassets",
            "variationtheme",
            "diningoption",
        ],
    ),
    (Role::Url, &["downloadablelinks", "fileurl"]),
    (Role::Group, &["optiongroups", "optiongroup"]),
    // What many customers share.
    (
        Role::Customer,
        &[
            "customersegment", "customertype", "customergroup", "customercategory",
        ],
    ),
];
