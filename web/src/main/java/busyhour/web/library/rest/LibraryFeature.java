package busyhour.web.library.rest;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

import busyhour.web.http.Feature;
import busyhour.web.http.Page;
import busyhour.web.http.Requests;
import busyhour.web.http.Route;
import busyhour.web.library.MediaInspector;
import busyhour.web.library.PlanLibrary;
import busyhour.web.store.Database;
import busyhour.web.store.Tests;

/** Tests, registrars and media of projects. */
public final class LibraryFeature implements Feature {

    private final List<Route> routes;

    public LibraryFeature(Database database, PlanLibrary library, Requests requests) {
        Tests tests = new Tests(database);
        MediaInspector inspector = ServiceLoader.load(MediaInspector.class).findFirst()
                .orElseThrow(() -> new IllegalStateException("this build cannot look into media files"));
        routes = Stream.of(
                new TestRoutes(tests, library, requests).routes(),
                new RegistrarRoutes(library.registrars(), tests, requests).routes(),
                new AccountRoutes(library.registrars(), requests).routes(),
                new MediaRoutes(library.media(), tests, requests, inspector).routes()).flatMap(List::stream).toList();
    }

    @Override
    public List<Route> routes() {
        return routes;
    }

    @Override
    public List<Page> pages() {
        return List.of(
                new Page("/projects/{project}/tests", "Tests", "tests"),
                new Page("/projects/{project}/tests/{test}", "Test", "test"),
                new Page("/projects/{project}/registrars", "Registrars", "registrars"),
                new Page("/projects/{project}/registrars/{registrar}", "Registrar", "registrar"),
                new Page("/projects/{project}/media", "Media", "library"));
    }
}
