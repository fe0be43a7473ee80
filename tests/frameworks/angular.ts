// A shop in Angular, without zones. A component that uses the elements declares it with CUSTOM_ELEMENTS_SCHEMA.
import "@angular/compiler";
import { Component, CUSTOM_ELEMENTS_SCHEMA, effect, provideZonelessChangeDetection, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { configure, setCart, type AddEvent, type LineItem } from "tillside";

configure({ graph: "/graph/", wasm: "/pkg/tillside.wasm", currency: "GBP" });

@Component({
  selector: "#app",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <button id="other" (click)="sku.set('85123A')">Another product</button>
    <button id="leave" (click)="isOpen.set(!isOpen())">Leave and come back</button>
    <output>{{ lines().length }}</output>
    @if (isOpen()) {
      <div (tillside-add)="add($event)">
        <tillside-bundle [sku]="sku()">Ask us what goes with it.</tillside-bundle>
        <tillside-shipping />
        <tillside-also-bought />
        <tillside-memberships />
      </div>
    }
  `,
})
class Shop {
  sku = signal("22423");
  isOpen = signal(true);
  lines = signal<LineItem[]>([]);
  told = effect(() => setCart(this.lines()));

  add({ detail }: AddEvent) {
    this.lines.update((lines) => [...lines, ...detail.items]);
  }
}

bootstrapApplication(Shop, { providers: [provideZonelessChangeDetection()] });
