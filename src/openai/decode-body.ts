/** Undoes a Content-Encoding that was not asked for, without ever holding more than the allowed size. */
import { promisify } from 'node:util';
import { codeOf } from '../model/error-code.ts';

/** A proxy may add one layer to the server's own; more is an attempt to exhaust memory. */
const MAX_LAYERS = 2;

/**
 * The answer is larger than allowed, or packed in a way that is not accepted: trying again will not help. The
 * message goes on from "the answer cannot be used:".
 */
export class UnacceptableBody extends Error {
  override readonly name = 'UnacceptableBody';
}

export function tooLarge(maxBytes: number): UnacceptableBody {
  return new UnacceptableBody(`it is larger than ${Math.floor(maxBytes / 1024)} KiB`);
}

async function decodeLayer(body: Buffer, encoding: string, maxOutputLength: number): Promise<Buffer> {
  const zlib = await import('node:zlib');
  const options = { maxOutputLength };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return promisify<Buffer, object, Buffer>(zlib.gunzip)(body, options);
    case 'br':
      return promisify<Buffer, object, Buffer>(zlib.brotliDecompress)(body, options);
    case 'deflate': {
      // Some servers send raw deflate under this name; the zlib header's method nibble tells the two apart.
      const inflate = ((body[0] ?? 0) & 0x0f) === 8 ? zlib.inflate : zlib.inflateRaw;
      return promisify<Buffer, object, Buffer>(inflate)(body, options);
    }
    default:
      throw new UnacceptableBody(
        `it is packed with an encoding that was not asked for: ${encoding.slice(0, 20)}`,
      );
  }
}

/**
 * @param contentEncoding the header's value, outermost layer last
 * @throws {UnacceptableBody} when it would exceed `maxBytes`, has an unknown encoding or too many layers
 * @throws {Error} when the packed bytes are damaged or cut short
 */
export async function decodeBody(body: Buffer, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const layers = contentEncoding
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length > MAX_LAYERS) throw new UnacceptableBody(`it is packed in ${layers.length} layers`);
  let result = body;
  for (const layer of layers.reverse()) {
    try {
      result = await decodeLayer(result, layer, maxBytes);
    } catch (error) {
      if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
      throw error;
    }
  }
  return result;
}
