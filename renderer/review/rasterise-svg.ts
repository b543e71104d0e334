/** Pixels of the picture per unit of the drawing, where the limit allows it. */
const SCALE = 2;
/** Browsers give no picture from a canvas much larger. */
const LONGEST_SIDE = 8192;

/** The scale at which a drawing becomes a picture. */
export function scaleOf(width: number, height: number): number {
  return Math.min(SCALE, LONGEST_SIDE / Math.max(width, height, 1));
}

/** Draws an SVG document onto a canvas: a PNG in base64. Rejects when the browser cannot. */
export async function rasteriseSvg(svg: string): Promise<string> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = scaleOf(image.naturalWidth, image.naturalHeight);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png').replace('data:image/png;base64,', '');
  } finally {
    URL.revokeObjectURL(address);
  }
}
