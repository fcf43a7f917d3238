/**
 * Tests, registrars with their accounts, and media files over REST, and their pages. Passwords and private keys go in and never come out.
 */
package busyhour.web.library.rest;
