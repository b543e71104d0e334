import type { Page } from '@playwright/test';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What the map puts on the page under `?e2e=1`, as far as these tests use it. */
interface ExposedMap {
  readonly cy: {
    container(): HTMLElement;
    edges(selector: string): {
      readonly length: number;
      renderedMidpoint(): Point;
    };
  };
}

/** Where the line that holds an edge of the rehearsal is on the page: its middle, in pixels. Waits until it is drawn. */
export async function middleOfLine(page: Page, edge: string): Promise<Point> {
  const asked = await page.waitForFunction((id) => {
    const exposed = (window as { readonly __rehearsal?: ExposedMap }).__rehearsal;
    const lines = exposed?.cy.edges(`[member = ${JSON.stringify(id)}]`);
    if (exposed === undefined || lines === undefined || lines.length === 0) return null;
    const place = exposed.cy.container().getBoundingClientRect();
    const middle = lines.renderedMidpoint();
    return { x: place.x + middle.x, y: place.y + middle.y };
  }, edge);
  const middle = await asked.jsonValue();
  if (middle === null) throw new Error(`the map draws no line for ${edge}`);
  return middle;
}
