package busyhour.web.http;

import java.util.Set;

import busyhour.web.access.AuditLog;
import busyhour.web.access.Principal;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;

/** Writes what changed something, or was to, into the audit log of whoever asked. Any thread. */
final class Audit {

    private static final Set<HandlerType> CHANGING = Set.of(HandlerType.POST, HandlerType.PUT, HandlerType.PATCH, HandlerType.DELETE);
    private static final int INTERNAL = 500;

    private final AuditLog log;
    private final Access access;

    Audit(AuditLog log, Access access) {
        this.log = log;
        this.access = access;
    }

    /** Something that answers a request. */
    interface Work {
        void run() throws Exception;
    }

    void watch(Context context, Route route, Work work) throws Exception {
        if (!CHANGING.contains(route.method())) {
            work.run();
            return;
        }
        int status = INTERNAL;
        try {
            work.run();
            status = context.statusCode();
        } catch (ApiException e) {
            status = e.status();
            throw e;
        } catch (HttpResponseException e) {
            status = e.getStatus();
            throw e;
        } finally {
            access.forget();
            Principal principal = Access.principal(context);
            if (principal != null) {
                write(principal, context, route.summary().split(";", 2)[0], context.path().replaceFirst("^" + Route.ROOT, ""), status);
            }
        }
    }

    void write(Principal principal, Context context, String action, String subject, int status) {
        log.write(principal.organisationId(), AuditLog.Entry.of(principal, action, subject, status, context.ip(), context.attribute(Answer.REQUEST_ID)));
    }
}
