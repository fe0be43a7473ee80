//! The words of headers in the languages of shops, by concept: data.

use super::concepts::Concept::{
    self, Address, Amount, Availability, Barcode, Billing, Brand, Cancel, Cart, Category, Compare,
    Cost, Country, Created, Currency, Customer, Date, Description, Discount, Email, Fee, Gross,
    Image, Invoice, Later, Line, Measure, Name, Net, Note, Number, Order, Paid, Parent, Payment,
    Person, Phone, Price, Product, Published, Quantity, Rate, Reason, Refund, Regular, Sale,
    Shipping, Sku, Staff, Status, Stock, Tax, Time, Total, Transaction, Unit, Url, Variant, Visit,
};

/// Words of each concept, separated by spaces: en, de, fr, es, pt, it, nl, sv, da, no, fi, pl, cs,
/// tr, ru, uk, ja, zh, ko.
pub(super) const WORDS: &[(&[Concept], &str)] = &[
    // Persian, whose letters ک and ی differ from the Arabic ones.
    (&[Order], "سفارش"),
    (&[Invoice], "فاکتور"),
    (&[Product], "کالا محصول"),
    (&[Number], "شماره کد شناسه"),
    (&[Name], "نام عنوان"),
    (&[Quantity], "تعداد"),
    (&[Price], "قیمت"),
    (&[Unit], "واحد"),
    (&[Total], "جمع"),
    (&[Amount], "مبلغ"),
    (&[Date], "تاریخ"),
    (&[Time], "زمان ساعت"),
    (&[Status], "وضعیت"),
    (&[Currency], "ارز"),
    (&[Customer], "مشتری خریدار"),
    (&[Phone], "تلفن موبایل"),
    (&[Address], "آدرس نشانی شهر"),
    (
        &[Order],
        "narudžba narudžbe narudžbi naročilo naročila užsakymas užsakymo tellimus tellimuse pasūtījums pasūtījuma παραγγελίας طلب الطلب الطلبية הזמנה ההזמנה pesanan đơn order orders ord purchase purchases bestellung bestellungs bestellungen bestell \
         bestellt auftrag auftrags commande commandes achat pedido pedidos orden ordenes compra \
         encomenda ordine ordini acquisto bestelling bestel order ordre ordrer bestilling bestillings \
         beställning köp tilaus tilauksen tilaus zamówienie zamówienia zam objednávka objednávky \
         objednavka rendelés rendelési comanda comandă sipariş siparis siparişi заказ заказа \
         замовлення поръчка παραγγελία 注文 ご注文 受注 订单 訂單 주문 คำสั่งซื้อ đơnhàng",
    ),
    (
        &[Invoice],
        "doklad dokladu účtenka paragonu чека 伝票 ใบเสร็จ الفاتورة חשבונית factură invoice invoices rechnung rechnungs beleg belegs facture factura fattura fatura faktura \
         fakturan faktuur factuur lasku laskun faktúra számla счет счёт рахунок 請求 請求書 发票 發票 \
         receipt receipts kvitto kvittering bon bonnr kassenbon ticket scontrino recibo paragon \
         document dokument документа belegnummer чек voucherno レシート 小票 영수증",
    ),
    (
        &[Transaction],
        "transaction transactions trans trx transaktion transaktions transaccion transacción transação \
         transazione transactie transakcja transakcji transakce işlem транзакция 取引 交易 거래 txn",
    ),
    (&[Transaction, Category], "transaktionsart"),
    (&[Invoice, Category], "belegart"),
    (
        &[Cart],
        "cart basket warenkorb panier carrito carrinho carrello winkelwagen varukorg ostoskori koszyk \
         košík sepet корзина カート 购物车 장바구니",
    ),
    (
        &[Visit],
        "session sessions visit visits sitzung besuch visite sesion sesión sessão",
    ),
    (
        &[Product],
        "produs produse produsului 商品 продукт продукта продукти продукту proizvod proizvoda artikla izdelek izdelka prekė prekės toode toote prece preces منتج المنتج מוצר המוצר oferta oferty barang sản product products prod produkt produkte produkts produits produit producto productos prodotto \
         prodotti produto produtos item items article articles artikel artikels articulo artículo \
         artículos articolo articoli artigo art vara varan varor vare varen varer tuote tuotteen \
         towar towaru towary produktu produkty výrobek zboží termék ürün urun ürünün товар товара \
         товары товару 商品 製品 品 产品 货品 商品の 宝贝 상품 제품 สินค้า sảnphẩm listing merchandise \
         goods asin προϊόν προϊόντος",
    ),
    (
        &[Line],
        "line lines zeile zeilen position positionen pos positions ligne linea línea linha riga rij \
         regel rad rads linje rivi pozycja pozycji řádek satır строка позиция 明細 行 子",
    ),
    (
        &[Variant],
        "variant variants variante varianten variation variations variación variação option options \
         size color colour größe farbe taille couleur talla tamanho maat kleur storlek färg varyant \
         вариант バリエーション 规格 옵션 optional",
    ),
    (
        &[Number],
        "număr κωδικός kood kods model modell modelo modèle broj številka stevilka numeris numerio šifra sifra kodas رقم رمز מספר nomor nombor kodu numarası sayısı number numbers no nr num nro numero número numéro numer numeru numara numarası n nº id ids \
         code codes kode kod koodi codigo código codice cod nummer nummern номер код ид 番号 コード 号 \
         编号 編號 编码 번호 코드 เลขที่ รหัส ref reference référence referenz referencia referência \
         referensi riferimento referentie key identifier identifiant identificador record uuid číslo cislo \
         tunnus szám αριθμός mã",
    ),
    (
        &[Sku],
        "sygnatura מק 商家编码 料號 料号 sku skus артикул 货号 貨號 品番 型番 symbol indeks artikul cikkszám",
    ),
    (
        &[Barcode],
        "ean ean13 gtin gtin13 upc isbn barcode barcodes strichcode mpn jan 条码 штрихкод",
    ),
    (
        &[Name],
        "nume naziv pavadinimas nimetus nosaukums اسم שם nama 标题 標題 tytuł name names title titles titel bezeichnung benennung nom nombre intitulé intitule libellé \
         libelle designation désignation titre titulo título nome titolo naam benämning benaming namn \
         navn nimi nimike nimitys nazwa název nazev názov név neve megnevezés denumire ad adı isim название \
         наименование назва 名 名称 名前 이름 명 ชื่อ tên όνομα τίτλος",
    ),
    (&[Price, Unit], "pvp vlr eenheidsprijs"),
    (&[Transaction, Category], "vorgangsart"),
    (
        &[Created, Date],
        "completed_at processed_at kaufdatum bestildato",
    ),
    (&[Variant], "phân"),
    (&[Person], "iban bic swift"),
    (
        &[Staff],
        "worker driver courier operario repartidor çalışan работник курьер",
    ),
    (&[Later], "backorder backordered"),
    // Papers and contracts of a delivery.
    (
        &[Shipping],
        "irsaliye irsaliyesi label labels insurance sendungsnummer",
    ),
    (&[Order, Created], "주문한"),
    (&[Date], "날"),
    (&[Product], "malzeme malzemenin položka položky položek"),
    (&[Order, Number], "srid"),
    (&[Quantity], "pezzi pz kuantitas"),
    // SAP's field names, and those of OXID eShop.
    (&[Order, Number], "vbeln oxordernr"),
    (&[Order, Date], "audat oxorderdate"),
    (&[Product, Number], "matnr oxartnum"),
    (&[Product, Name], "arktx oxtitle"),
    (&[Quantity], "kwmeng oxamount"),
    (&[Price, Unit, Net], "netpr oxnprice"),
    (&[Price, Unit, Gross], "oxbprice"),
    (&[Total, Line, Net], "netwr"),
    (&[Total, Line, Gross], "oxbrutprice"),
    (&[Currency], "waerk oxcurrency"),
    (&[Cancel], "oxstorno"),
    (&[Billing, Name, Person], "oxbilllname"),
    (&[Product, Name], "varetekst varenavn varebetegnelse"),
    (
        &[Reason],
        "reason reasons grund motif raison motivo reden orsak årsag årsak syy powód přičina příčina důvod \
         neden sebebi причина 理由 原因 사유",
    ),
    // SAP Business One.
    (&[Invoice, Number], "docnum docentry"),
    (&[Description], "dscription concepto"),
    (&[Product], "publicación publicacion anuncio anúncio"),
    (&[Created], "erfasst erfasstam"),
    (
        &[Cancel],
        "makulerad makuleret makulert annulleret annullert kansellert annullerad annullato annullata stornato \
         anulowany anulado anulada anulat anulată stornováno stornirano sztornó törölt скасовано отменён \
         отменен voided void",
    ),
    (
        &[Refund],
        "retourniert zurückgesendet retourné retournée retournés devuelto devuelta devolvido devolvida reso \
         geretourneerd returnerad returneret returnert palautettu zwrócony zwrócone vráceno iade возвращён \
         возвращен 返品 退货 반품 devolución devolucion devolução zwrot zwrotu return",
    ),
    (
        &[Order, Number],
        "sonumber ponumber po salesorder idtransaksi オーダー番号 單號 单号 訂單編號",
    ),
    (
        &[Invoice, Number],
        "docno docnumber billno billnumber invno invnumber voucherno vouchernumber folio boleta comprobante \
         notafiscal cupomfiscal fişno bilagsnr kuittinumero 流水号 nostruk",
    ),
    (&[Order, Number, Parent], "主單編號"),
    (&[Sku, Staff], "offersku offerid idoffer contributionsku"),
    (
        &[Product, Name],
        "номенклатура номенклатуры найменування ονομασία 品名 商品名 商品名称 제품명 상품명 produktnavn produktnamn",
    ),
    (
        &[Description],
        "περιγραφή περιγραφη תיאור وصف mô tả description descriptions desc beschreibung descripción descripcion descrição descricao \
         descrizione omschrijving beskrivning beskrivelse kuvaus selite opis popis leírás açıklama \
         описание опис 説明 描述 설명 body descriptive",
    ),
    (
        &[Price],
        "cijena cena kaina hind السعر سعر מחיר harga 판매가 판매가격 售价 販売価格 price prices preis preise prix precio precios preço preco prezzo prezzi prijs pris priser \
         hinta hinnan cena ceny cenu ár preț fiyat fiyatı цена цены ціна 価格 单价金额 价格 價格 \
         가격 ราคา giá τιμή 售價 結帳價 京东价 现价 할인가 kaina",
    ),
    (
        &[Price, Unit],
        "pu 単価 单价 單價 단가 stückpreis einzelpreis styckpris stykpris kappalehinta",
    ),
    (&[Price, Regular], "verkaufspreis vk"),
    (
        &[Price, Paid],
        "成交价 成交價 到手价 折后价 折後價 실판매가",
    ),
    (
        &[Rate],
        "rate rates kurs satz taux tasa aliquota kurz курс ставка 汇率 税率",
    ),
    (
        &[Cost],
        "cost costs coût costo custo kost wholesale großhandel grosshandel mayorista atacado ingrosso \
         groothandel закупочная закупівельна оптовая оптова",
    ),
    (
        &[Amount],
        "стоимость 应付货款 货款 应付 实付 实收款 amount betrag montant importe importo valor value wert bedrag belopp beløb beløp kwota \
         wartość částka hodnota tutar сумма сума 金額 金额 금액 revenue umsatz turnover",
    ),
    (
        &[Unit],
        "jednotku jednotka jednotky kus kusu ks sztukę sztuka szt μονάδα egység jedinična jedinicna μονάδας vieneto unit einheit einzel stück stueck stk unitaire unitario unitário unitaria each apiece yksikkö \
         yksikko kpl jednostkowa jednostkowy jednotková birim stuk stuks styck st za единицу шт 単",
    ),
    (
        &[Total],
        "total totals totale totaal totals gesamt gesamtsumme somme suma soma summe summa totalt \
         yhteensä razem łącznie celkem összesen toplam итого всего разом 合計 小計 总计 总价 总额 總計 \
         합계 총액 รวม subtotal sub grand zwischensumme extended",
    ),
    (
        &[Quantity],
        "數量 購買數量 商品數量 件數 訂購數量 訂購量 購入数 購買数 注文数 db darab darabszám buc bucati bucăți anz mge stck uds aant nbre τεμάχια 구매수 qnt qtà quantità количества količina kolicina kiekis kogus daudzums كمية الكمية כמות jumlah kuantiti lượng quantity qty quantities quant count units menge anzahl stückzahl quantité quantite qté qte \
         cantidad cant unidades quantità quantita qta quantidade qtd qtde aantal antal antall mängd \
         määrä maara lukumäärä ilość ilosc liczba sztuk množství mnozstvi počet mennyiség cantitate \
         miktar miktarı adet количество кол колво кількість 数量 個数 点数 件数 수량 จำนวน sốlượng \
         ποσότητα pcs pieces",
    ),
    (
        &[Date],
        "dátuma kelte időpont időpontja datumas تاريخ תאריך tanggal tarikh kuupäev datums 일 date dates dt ts datum dato data fecha päivä päivämäärä päiväys pvm tarih tarihi дата 日 日付 日期 日時 \
         날짜 일자 일시 วันที่ ngày day timestamp datetime dátum ημερομηνία created_at",
    ),
    (
        &[Time],
        "time zeit uhrzeit zeitpunkt heure hora orario ora tijd tid klokkeslett aika czas čas saat \
         waktu masa время час 時間 時刻 时间 시간 เวลา",
    ),
    (
        &[Created],
        "dibuat dicipta принят принято đặt created creation placed erstell erstellt angelegt créée créé creado creada criado creato aangemaakt \
         skapad oprettet opprettet luotu utworzenia utworzono vytvořeno oluşturulma создан создания \
         作成 创建 下单 생성 eingang submitted checkout",
    ),
    (&[Order, Created], "ordered purchased"),
    (
        &[Paid],
        "paid bezahlt payé pagado pago pagato betaald betald betalt maksettu opłacono оплачен 付款",
    ),
    (
        &[Later],
        "updated modified changed delivered fulfilled due expires expiry ends start starts last \
         until from to geändert lieferdatum zustellung estimated promise promised release settlement \
         deposit birth birthday published",
    ),
    (
        &[Status],
        "státusz státusza statü statüsü 状況 būsena busena حالة סטטוס olek trạng status statuses state stage estado situação situacao état etat statut stato stav stan tila durum \
         durumu статус состояние стан 状態 状態名 ステータス 状况 状态 狀態 상태 สถานะ trạngthái zustand \
         tilanne állapot stare κατάσταση",
    ),
    (
        &[Currency],
        "מטבע العملة عملة tệ สกุลเงิน uang devize ccy cur curr valuuta valiuta valūta валута валюты валюти currency währung waehrung devise moneda divisa moeda valuta valuutta munt munteenheid waluta \
         měna mena pénznem para birimi dövi̇z валюта 通貨 货币 幣別 통화 currencycode νόμισμα",
    ),
    (
        &[Customer],
        "kupac kupca pirkėjas العميل לקוח pembeli pelanggan mua customer customers client clients kunde kunden kundin klant cliente clientes kund kundens \
         asiakas asiakkaan klient klienta zákazník vevő müşteri musteri покупатель покупателя покупателем клиент \
         клієнт покупець 顧客 お客様 客户 会員 买家 고객 buyer buyers user users member household \
         shopper käufer acheteur comprador acquirente koper köpare guest πελάτης",
    ),
    (
        &[Person],
        "người nhận הנמען المستلم penerima firstname lastname surname first last vorname nachname prénom prenom apellido apellidos \
         cognome sobrenome recipient consignee receiver addressee empfänger destinataire destinatario \
         contact fullname imię nazwisko fornavn etternavn \
         efternavn förnamn efternamn etunimi sukunimi jméno příjmení soyad имя фамилия получатель 氏名 \
         姓名 宛名 받는사람 수령인 收货人 收件人 username nickname salutation company firma firm société \
         empresa azienda ship_to attn",
    ),
    (
        &[Staff],
        "salesperson salesman salesrep rep seller cashier staff employee operator clerk waiter verkäufer \
         verkäuferin mitarbeiter kassierer kassiererin bediener vendeur vendeuse caissier \
         caissière vendedor vendedora cajero cajera empleado atendente operador cassiere \
         venditore addetto medewerker verkoper kassör säljare medarbejder sælger myyjä \
         sprzedawca sprzedający kasjer prodejce pokladník eladó pénztáros satıcı kasiyer kasir \
         продавец кассир сотрудник менеджер 担当 担当者 スタッフ 店員 店员 收银员 收銀員 직원 담당자",
    ),
    (
        &[Email],
        "email emails mail correo courriel epost sähköposti eposta почта эл メール 邮箱 邮件 이메일 อีเมล",
    ),
    (
        &[Phone],
        "điện thoại telepon الهاتف phone telephone tel telefon telefono teléfono telefone mobile fax handy puhelin телефон 電話 \
         电话 手机 전화 연락처 โทรศัพท์",
    ),
    (
        &[Address],
        "address address1 address2 street strasse straße city town zip zipcode postcode postal plz \
         ort stadt adresse adress direccion dirección indirizzo endereço endereco adres adresa osoite \
         адрес 住所 地址 주소 province region county rue ville ciudad calle citta città via provincia \
         område ที่อยู่",
    ),
    (
        &[Country],
        "country countries countrycode land pays país pais paese maa kraj země ország țară ülke страна \
         країна 国 国家 국가 nation",
    ),
    (
        &[Shipping],
        "отправления отправление vận pengiriman shipping ship shipped shipment delivery freight versand versandart liefer lieferung livraison \
         envio envío entrega spedizione consegna frete verzend verzending frakt leverans levering \
         toimitus wysyłka wysylki dostawa dostawy doprava kargo teslimat доставка доставки 配送 送料 发货 \
         物流 배송 handling postage porto dispatch fulfillment fulfilment tracking carrier pickup",
    ),
    (
        &[Billing],
        "billing bill facturation facturación facturacion fatturazione fakturering 청구",
    ),
    (
        &[Tax],
        "tax taxes vat gst hst pst mwst ust umsatzsteuer steuer tva iva btw moms mva alv dph áfa kdv pdv pvm ддс φπα \
         ндс пдв 税 消費税 税金 세금 부가세",
    ),
    (
        &[Net],
        "esclusa escluso excluido excluida exclus hariç net netto neto excl excluded excluding exkl ohne ht hors exc untaxed ex 税抜 不含",
    ),
    (
        &[Gross],
        "ivato inclusa incluso incluido incluida inclus dahil gross brutto bruto incl included including inkl ttc inc taxed con 税込 含",
    ),
    (
        &[Discount],
        "diskon diskaun discount discounts rabatt remise descuento sconto desconto korting rabat alennus sleva \
         indirim скидка знижка 割引 折扣 优惠 할인 coupon coupons voucher gutschein promo promotion \
         promotions savings disc",
    ),
    (
        &[Fee],
        "fee fees gebühr frais commission comision comisión commissione comissão provision tip tips \
         donation surcharge gift giftcard",
    ),
    (
        &[Refund],
        "trả hoàn refund refunded refunds erstattet erstattung rückerstattung remboursé remboursement \
         reembolso reembolsado rimborso terugbetaling returned return returns retoure retour возврат \
         返金 退款 환불",
    ),
    (
        &[Cancel],
        "hủy void voided cancelled canceled cancel cancellation storniert storno annulé annulée annulation cancelado \
         cancelada cancelación annullato annullamento geannuleerd avbruten annulleret peruttu anulowano \
         anulowania zrušeno iptal отменен отмена キャンセル 取消 취소",
    ),
    (
        &[Payment],
        "pembayaran payment payments pay zahlung zahlungs paiement pagamento betaling betalning maksu płatność \
         płatności platba ödeme odeme оплата оплаты 支払 支払い 支付 결제 financial gateway method \
         zahlart",
    ),
    (
        &[Measure],
        "idade edad âge leeftijd età alter возраст umur weight gewicht poids peso vikt vekt paino waga hmotnost вес 重量 width height length depth \
         breite höhe länge volume grams kg points percent percentage ratio rating score index page \
         review reviews age gender",
    ),
    (
        &[Note],
        "note notes comment comments remark remarks kommentar anmerkung bemerkung nota notas message \
         personalization instructions 備考 备注",
    ),
    (
        &[Url],
        "url urls link links permalink href lien enlace website",
    ),
    (
        &[Image],
        "image images img picture pictures photo photos bild bilder foto fotos imagen imagens immagine \
         imagem obraz obrázek resim картинка изображение изображения фото 画像 图片 이미지 src thumbnail cover media",
    ),
    (
        &[Category],
        "category categories kategorie categorie catégorie catégories categoria categoría categorías \
         collection collections department type typ tipo tipus kind тип 区分 类型 類型 tipi gruppe warengruppe rubrique kategori \
         kategoria категория 分类 カテゴリ 분류 aisle",
    ),
    (
        &[Brand],
        "brand vendor marke manufacturer hersteller supplier marque marca fabricant store shop \
         location warehouse channel site",
    ),
    (
        &[Stock],
        "stok stock inventory lager bestand varasto zásoby запас 在庫 库存 재고 onhand stan",
    ),
    (
        &[Availability],
        "availability available verfügbarkeit disponibilité disponibilidad saatavuus",
    ),
    (&[Parent], "parent parents group handle eltern padre induk"),
    (
        &[Sale],
        "satılacak ưu jual sale sales sold verkauf verkaufs vente ventes venta ventas venda vendas vendita verkoop \
         försäljning salg myynti sprzedaż sprzedaży prodej satış продажа продажи 売上 销售 판매 special \
         angebotspreis",
    ),
    (
        &[Regular],
        "regular normal base standard selling retail розничная розничный",
    ),
    (
        &[Compare],
        "piyasa ตั้งต้น 定価 原价 原價 市场价 划线价 吊牌价 정가 listino katalogowa katalogowej cennikowa tabela adviesprijs ordinarie vejledende veiledende ovh běžná doporučená listaár eredeti liste прайсу старая αρχική normalpreis listenpreis katalogpreis coret public lista catalogo catálogo gốc awal compare msrp rrp uvp original before old was list crossed recommended map minimum",
    ),
    (&[Published], "visible visibility active enabled 公開"),
];

/// Words without a meaning of their own.
pub(super) const PARTICLES: &str = "of the a an de del do da das dos des du d le la les el los il lo di der die \
    den des für for in and y e et und van het per at on by von zu à au aux en i z na av till til в и \
    の 的 主 our your this s обработку 판매자 자체 업체 등록 自社 setelah dibeli terakhir hàng phẩm thái số đãi loại giá_trị ט vị tiền mata with latest as dd mm yyyy hh ss keeping am";
