package busyhour.web.library.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

import busyhour.ipc.plan.Assignment.Account;
import busyhour.web.http.Answer;
import busyhour.web.http.ApiException;
import busyhour.web.http.Body;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.AccountLines;
import busyhour.web.library.RegistrarDraft.Kind;
import busyhour.web.library.Registrars;
import busyhour.web.library.Registrars.Registrar;
import busyhour.web.library.SipAccounts.Imported;
import busyhour.web.library.SipAccounts.SipAccount;
import busyhour.web.store.PublicId;
import io.javalin.http.Context;

/** SIP accounts of a registrar: one by one, or many as CSV. Passwords go in and never come out. */
final class AccountRoutes {

    private static final int MOST_AT_ONCE = 1_000;

    private final Registrars registrars;
    private final Requests requests;

    AccountRoutes(Registrars registrars, Requests requests) {
        this.registrars = registrars;
        this.requests = requests;
    }

    List<Route> routes() {
        String all = "/projects/{project}/registrars/{registrar}/accounts";
        return List.of(
                Route.get(all, "SIP accounts, in the order added", "SipAccount[]", this::list).errors(400, 404)
                        .query(Map.of("page", "from 1", "perPage", "at most 200, 25 unless told otherwise", "search", "only with this in the user name")),
                Route.post(all, "Add accounts; one that is there gets the new password", "AccountsImported", this::add).body("NewSipAccounts").errors(404, 409, 415, 422),
                Route.post(all + "/import", "Add accounts from CSV (text/csv): username,password[,realm] in each line", "AccountsImported", this::importCsv)
                        .query(Map.of("replace", "true: those that are not in it are deleted")).body("AccountsCsv").errors(404, 409, 413, 415, 422),
                Route.get(all + "/export", "All accounts as CSV: username,realm", "file", this::exportCsv),
                Route.delete(all + "/{account}", "Delete an account", this::delete).errors(404, 409));
    }

    private void list(Context context) {
        Registrar registrar = RegistrarRoutes.registrar(context, registrars, requests);
        Answer.page(context, registrars.accounts().list(registrar.id(), Requests.word(context, "search"), Requests.page(context), Requests.perPage(context)),
                AccountRoutes::json);
    }

    private void add(Context context) {
        Registrar registrar = ofAccounts(context);
        Body body = Body.of(context).require("accounts");
        List<Account> accounts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Body part : body.parts("accounts")) {
            part.require("username", "password");
            String username = part.text("username", 1, 200, null);
            String password = part.secret("password", 0, 1_000);
            String realm = part.text("realm", 1, 200, null);
            part.close();
            if (username != null && AccountLines.refusal(username) != null) {
                part.fault("username", "'" + username + "'", AccountLines.refusal(username));
            } else if (username != null && !seen.add(username + "\n" + realm)) {
                part.fault("username", "'" + username + "' a second time", "each account once");
            }
            if (username != null && password != null) {
                accounts.add(new Account(username, password, realm));
            }
        }
        if (accounts.size() > MOST_AT_ONCE) {
            body.fault("accounts", accounts.size() + " of them", "at most " + MOST_AT_ONCE + ", or CSV to …/accounts/import");
        }
        body.done();
        Answer.data(context, json(registrars.accounts().add(registrar.id(), accounts, false)));
    }

    private void importCsv(Context context) {
        Registrar registrar = ofAccounts(context);
        String type = context.contentType() == null ? "" : context.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("text/csv") && !type.equals("text/plain")) {
            throw new ApiException(415, "UNSUPPORTED_MEDIA_TYPE", "found " + (type.isEmpty() ? "no Content-Type" : type) + ", expected text/csv");
        }
        boolean replace = "true".equals(Requests.word(context, "replace"));
        AccountLines lines = AccountLines.read(new String(context.bodyAsBytes(), StandardCharsets.UTF_8));
        if (!lines.faults().isEmpty()) {
            throw new ApiException(422, "INVALID", String.join("\n", lines.faults()), lines.faults());
        }
        if (replace && registrar.leased() > 0) {
            throw ApiException.conflict("a run uses " + registrar.leased() + " of its accounts just now: replace them later");
        }
        Answer.data(context, json(registrars.accounts().add(registrar.id(), lines.accounts(), replace)));
    }

    private void exportCsv(Context context) {
        Registrar registrar = RegistrarRoutes.registrar(context, registrars, requests);
        StringBuilder csv = new StringBuilder("username,realm\n");
        registrars.accounts().all(registrar.id()).forEach(account -> csv.append(AccountLines.cell(account.username())).append(',')
                .append(account.realm() == null ? "" : AccountLines.cell(account.realm())).append('\n'));
        context.header("Content-Disposition", "attachment; filename=\"accounts.csv\"").contentType("text/csv; charset=utf-8").result(csv.toString());
    }

    private void delete(Context context) {
        Registrar registrar = RegistrarRoutes.registrar(context, registrars, requests);
        OptionalLong id = PublicId.parse(context.pathParam("account"));
        SipAccount account = (id.isEmpty() ? java.util.Optional.<SipAccount>empty() : registrars.accounts().byId(registrar.id(), id.getAsLong()))
                .orElseThrow(() -> ApiException.notFound("account"));
        if (account.runId() != null) {
            throw ApiException.conflict("run " + PublicId.text(account.runId()) + " uses the account just now");
        }
        registrars.accounts().delete(registrar.id(), account.id());
    }

    private Registrar ofAccounts(Context context) {
        Registrar registrar = RegistrarRoutes.registrar(context, registrars, requests);
        if (registrar.draft().kind() == Kind.BUILTIN) {
            throw ApiException.conflict("the built-in registrar makes its accounts itself");
        }
        return registrar;
    }

    private static Map<String, Object> json(SipAccount account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", PublicId.text(account.id()));
        json.put("username", account.username());
        json.put("realm", account.realm());
        json.put("runId", account.runId() == null ? null : PublicId.text(account.runId()));
        return json;
    }

    private static Map<String, Object> json(Imported imported) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("added", imported.added());
        json.put("changed", imported.changed());
        json.put("unchanged", imported.unchanged());
        json.put("removed", imported.removed());
        return json;
    }
}
