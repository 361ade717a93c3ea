/** The sandbox's refusals: an HTTP status and the four fields of OpenAI's error body. */

type FaultFields = {
  status: number;
  message: string;
  type?: string;
  param?: string | null;
  code?: string | null;
  headers?: Record<string, string>;
};

export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Record<string, string>;

  constructor(fields: FaultFields) {
    super(fields.message);
    this.status = fields.status;
    this.type = fields.type ?? 'invalid_request_error';
    this.param = fields.param ?? null;
    this.code = fields.code ?? null;
    this.headers = fields.headers ?? {};
  }

  /** The body that OpenAI's document declares for every error. */
  toBody(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** 400: the request is well formed but the API refuses it. */
export function badRequest(
  message: string,
  param: string | null = null,
  code: string | null = null,
): ApiFault {
  return new ApiFault({ status: 400, message, param, code });
}

/** 404: `what` with this id does not exist, or not where the path says. */
export function notFound(what: string, id: string): ApiFault {
  return new ApiFault({ status: 404, message: `No ${what} found with id '${id}'.`, code: 'not_found' });
}
