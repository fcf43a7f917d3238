/**
 * Licences of workers: files that a vendor signs with Ed25519 (RFC 8032) and that platform and worker check alike, without asking anybody.
 *
 * <pre>
 *   ./busyhour licence issue --key vendor.pem      PUT /workers/{w}/licence         connect
 *        Licence --LicenceKey.sign--> file -------------> platform ---------------------> worker
 *                                                  LicenceKeys.verify             WorkerPermit.of
 *                                             (deals no more endpoints)       (takes no more endpoints)
 * </pre>
 *
 * Everything here is immutable; any thread.
 */
package busyhour.ipc.licence;
