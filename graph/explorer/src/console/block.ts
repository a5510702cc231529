/** Blocks of the page: base64 of gzip, so that one HTML file can hold an engine. */

export async function unpacked(block: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = Uint8Array.from(atob(block), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const unpackedText = async (block: string): Promise<string> => new TextDecoder().decode(await unpacked(block));
