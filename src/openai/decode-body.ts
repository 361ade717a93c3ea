/** Undoes a Content-Encoding that was not asked for, without ever holding more than the allowed size. */
import { promisify } from 'node:util';
import { codeOf } from '../model/error-code.ts';

/**
 * The answer is larger than allowed, or packed in a way that is not accepted: trying again will not help. The
 * message goes on from "the answer cannot be used:".
 */
export class UnacceptableBody extends Error {
  override readonly name = 'UnacceptableBody';
}

export class TooLargeBody extends UnacceptableBody {
  constructor(maxBytes: number) {
    super(`it is larger than ${Math.floor(maxBytes / 1024)} KiB`);
  }
}

export class NoRoomForBody extends UnacceptableBody {
  constructor() {
    super('it takes more memory than this program has left');
  }
}

/**
 * @param contentEncoding the header's value
 * @throws {UnacceptableBody} when it would exceed `maxBytes` (TooLargeBody), or is packed in a way that is not accepted
 * @throws {Error} when the packed bytes are damaged or cut short
 */
export async function decodeBody(body: Buffer, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const names = contentEncoding.toLowerCase().split(',');
  const [encoding, ...more] = names
    .map((name) => name.trim())
    .filter((name) => !['', 'identity'].includes(name));
  if (encoding === undefined) return body;
  if (more.length > 0) throw new UnacceptableBody(`it is packed in ${more.length + 1} layers`);
  const zlib = await import('node:zlib');
  const unpack = {
    gzip: zlib.gunzip,
    'x-gzip': zlib.gunzip,
    br: zlib.brotliDecompress,
    deflate: zlib.inflate,
  };
  if (!Object.hasOwn(unpack, encoding)) {
    throw new UnacceptableBody(
      `it is packed with an encoding that was not asked for: ${encoding.slice(0, 20)}`,
    );
  }
  if (encoding === 'deflate' && !hasZlibHeader(body)) {
    throw new UnacceptableBody('it is packed as deflate without the zlib header that belongs to it');
  }
  try {
    const unpacked = promisify<Buffer, object, Buffer>(unpack[encoding as keyof typeof unpack]);
    return await unpacked(body, { maxOutputLength: maxBytes });
  } catch (error) {
    throw codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? new TooLargeBody(maxBytes) : error;
  }
}

/** RFC 9110 names the zlib format "deflate"; some servers send bare deflate under that name. See RFC 1950, 2.2. */
function hasZlibHeader(body: Buffer): boolean {
  return body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}
