import Shop from "./shop.jsx";

export const metadata = { title: "Slow Coffee", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="en-GB">
      <body style={{ margin: "0 auto", maxWidth: 1100, padding: 16, fontFamily: "sans-serif" }}>
        <Shop>{children}</Shop>
      </body>
    </html>
  );
}
