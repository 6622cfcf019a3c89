// What a page looks like to somebody who reads it: each function lists what is wrong, as texts.
(() => {
  const visible = element => element.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !element.closest('.hidden');

  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || /^(title|desc|style)$/i.test(parent.tagName) || !visible(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = parent instanceof SVGElement ? [parent.getBoundingClientRect()] : [...range.getClientRects()];
      found.push({ parent, text: node.data.trim().slice(0, 40), boxes: boxes.filter(box => box.width > 0 && box.height > 0) });
    }
    return found;
  };

  const luminance = ([red, green, blue]) => {
    const channel = value => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  };

  const numbers = colour => colour.match(/[\d.]+/g).map(Number);

  const background = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };

  window.report = {
    openTables: () => document.querySelectorAll('details').forEach(details => { details.open = true; }),

    // Elements whose content is wider than they are, and texts outside of their chart or of the page.
    overflow: () => {
      const wrong = [...document.querySelectorAll('html, body, body *')]
        .filter(element => !(element instanceof SVGElement) && visible(element) && element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
        .map(element => `${element.tagName}.${element.className}: ${element.scrollWidth} > ${element.clientWidth}: ${element.textContent.trim().slice(0, 40)}`);
      for (const { parent, text, boxes } of texts()) {
        const frame = parent.closest('svg.chart')?.getBoundingClientRect();
        for (const box of boxes) {
          if (box.left < 0 || box.right > document.documentElement.clientWidth + 0.5) wrong.push(`outside of the page: ${text}`);
          if (frame && (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) {
            wrong.push(`outside of its chart: ${text}`);
          }
        }
      }
      return wrong;
    },

    // Texts that lie on each other. Boxes of neighbouring lines may touch.
    overlap: () => {
      const all = texts().flatMap((text, index) => text.boxes.map(box => ({ index, text: text.text, box }))).sort((one, other) => one.box.top - other.box.top);
      const wrong = [];
      all.forEach((one, at) => {
        for (let next = at + 1; next < all.length && all[next].box.top < one.box.bottom - 3; next++) {
          const other = all[next];
          const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const height = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
          if (one.index !== other.index && width > 1 && height > 3) wrong.push(`${one.text} / ${other.text}`);
        }
      });
      return wrong;
    },

    // Texts whose contrast is below that of WCAG 2 AA for text of any size.
    contrast: () => [...new Set(texts().flatMap(({ parent, text }) => {
      const style = getComputedStyle(parent);
      const levels = [numbers(parent instanceof SVGElement ? style.fill : style.color), background(parent)].map(luminance).sort((one, other) => other - one);
      const ratio = (levels[0] + 0.05) / (levels[1] + 0.05);
      return ratio < 4.5 ? [`${ratio.toFixed(2)}: ${text}`] : [];
    }))],

    texts: () => texts().length,
  };
})();
