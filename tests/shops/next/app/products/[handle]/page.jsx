import { Bundle } from "tillside/react";
import Buy from "../../buy.jsx";
import products from "../../../../products.json";

export const generateStaticParams = () => products.map(({ handle }) => ({ handle }));

export default async function Page({ params }) {
  const { handle } = await params;
  const { sku, title, price } = products.find((product) => product.handle === handle);
  return (
    <>
      <h1>{title}</h1>
      <img src={`/pictures/${sku}.svg`} alt="" width="240" height="240" />
      <p>£{(price / 100).toFixed(2)}</p>
      <Buy sku={sku} price={price} />
      <Bundle sku={sku} style={{ display: "block", minBlockSize: "clamp(380px, (900px - 100vw) * 9, 580px)", marginBlockStart: 16 }} />
      <p>Brews one cup or four.</p>
    </>
  );
}
