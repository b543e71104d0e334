import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

function randomKey(): string {
  return randomBytes(32).toString('base64url');
}

function isEqual(given: string, expected: string): boolean {
  // Digests have one length, so neither the time nor the length of the answer tells about the expected key.
  const digest = (key: string): Buffer => createHash('sha256').update(key).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The keys of one run of the browser host: a token that works once, and what it is exchanged for. Each has 256 random bits. */
export class Credentials {
  /** Stands in the start address. */
  readonly token = randomKey();
  /** Goes into a header of every call; a page of another origin can neither read it nor send it. */
  readonly csrf = randomKey();
  // Cookies do not tell ports apart: another program on 127.0.0.1 must not collide with this name.
  private readonly cookieName = `rehearsal-${randomBytes(6).toString('hex')}`;
  private readonly cookieValue = randomKey();
  private isTokenUsed = false;

  /** Whether `token` may be exchanged; true once, for the right token. */
  exchange(token: string): boolean {
    if (this.isTokenUsed || !isEqual(token, this.token)) return false;
    this.isTokenUsed = true;
    return true;
  }

  /** The value of `Set-Cookie` for the browser that exchanged the token. */
  setCookie(): string {
    return `${this.cookieName}=${this.cookieValue}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a `Cookie` header holds the session cookie. */
  hasCookie(header: string | undefined): boolean {
    return (header ?? '').split(';').some((pair) => {
      const [name, value = ''] = pair.trim().split('=', 2);
      return name === this.cookieName && isEqual(value, this.cookieValue);
    });
  }

  /** Whether the header of a call holds the CSRF key. */
  hasCsrf(header: string | string[] | undefined): boolean {
    return typeof header === 'string' && isEqual(header, this.csrf);
  }
}
