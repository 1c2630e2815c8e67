package dev.signalbox.router.domain.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Words that stand for a capability, a skill, or more or less work. They are looked up among the features that the model
 * read anyway.
 */
public final class Hints {

    private static final int MOST_SKILLS = 6;

    private final WordTable words;
    private final List<String> capability = new ArrayList<>();
    private final List<String> skill = new ArrayList<>();
    private final double[] work;

    /**
     * A word or two.
     *
     * @param capability that it hints at, or empty
     * @param skill that it hints at, or empty
     * @param work more or less than usual
     */
    private record Hint(String capability, String skill, double work) {}

    /**
     * What was hinted at.
     *
     * @param capabilities sorted
     * @param skills in the order of their names
     * @param work sum; each word once
     */
    public record Found(Set<String> capabilities, List<String> skills, double work) {}

    public Hints() {
        Map<String, Hint> hints = new TreeMap<>();
        capability(hints, "repository", "repository,repo,codebase,branch,commit,pull request,merge request,git");
        capability(hints, "multi-file", "module,modules,codebase,monolith,across files,all files,project");
        capability(
                hints,
                "network",
                "http,https,url,download,website,web page,online,api,internet,crawl,scrape,email,webhook");
        capability(hints, "packages", "install,npm,pip,package,packages,dependency,dependencies,library,libraries,apt");
        capability(
                hints,
                "services",
                "server,service,services,daemon,nginx,redis,kafka,rabbitmq,backend,deploy,deployment,port,proxy,queue");
        capability(
                hints, "database", "database,sql,postgres,postgresql,mysql,mongodb,sqlite,table,tables,schema,query");
        capability(
                hints,
                "gui",
                "desktop,browser,click,window,screen,button,spreadsheet,slide,phone,app,wallpaper,cart,webpage,tab");
        capability(
                hints,
                "long-running",
                "train,training,benchmark,migrate,migration,crawl,epochs,nightly,simulate,gpu,compile");
        capability(
                hints, "cluster", "kubernetes,k8s,kubectl,cluster,pod,pods,namespace,helm,ingress,replicas,node pool");
        capability(hints, "containers", "docker,container,containers,dockerfile,podman,image registry,compose");
        skill(hints, "python", "python,pandas,numpy,django,flask,fastapi,pytest,matplotlib,scikit,sklearn");
        skill(hints, "javascript", "javascript,node,npm,express,webpack,vite,jest");
        skill(hints, "typescript", "typescript,angular,nest,deno");
        skill(hints, "java", "java,spring,maven,gradle,quarkus,junit,kotlin");
        skill(hints, "go", "golang,goroutine,gomod");
        skill(hints, "rust", "rust,cargo,tokio");
        skill(hints, "c++", "cmake,cpp,qt");
        skill(
                hints,
                "frontend",
                "react,vue,svelte,css,html,tailwind,frontend,component,components,ui,layout,responsive");
        skill(hints, "sql", "sql,postgres,postgresql,mysql,sqlite,query,queries");
        skill(hints, "devops", "ci,pipeline,deploy,deployment,terraform,ansible,workflow,release,github actions");
        skill(hints, "kubernetes", "kubernetes,k8s,kubectl,helm,pod,pods");
        skill(hints, "docker", "docker,dockerfile,container,containers");
        skill(hints, "data-analysis", "dataframe,dataset,csv,correlation,regression,statistics,plot,histogram");
        skill(
                hints,
                "machine-learning",
                "model training,train,classifier,neural,pytorch,tensorflow,transformer,embedding");
        skill(hints, "mathematics", "equation,integral,theorem,probability,triangle,polynomial,prime,prove");
        skill(hints, "testing", "test,tests,coverage,e2e,fixture,mock");
        skill(hints, "security", "security,vulnerability,authentication,oauth,encryption,exploit,permissions,login");
        skill(hints, "documentation", "documentation,docs,readme,changelog,tutorial,guide");
        skill(hints, "design", "design,mockup,figma,wireframe,theme,icon,accessibility");
        skill(hints, "architecture", "architecture,microservices,scalability,adr,rfc,distributed");
        skill(hints, "planning", "roadmap,budget,strategy,okr,quarter,stakeholders,milestones");
        skill(hints, "shell", "bash,shell,grep,awk,sed,script");
        skill(hints, "writing", "essay,poem,haiku,email,summarize,summarise,article,blog,story");
        work(
                hints,
                0.6,
                "architecture,migrate,migration,platform,distributed,microservices,redesign,rewrite,integrate");
        work(hints, 0.6, "scalable,pipeline,system,application,authentication,dashboard,infrastructure,end to,roadmap");
        work(
                hints,
                0.4,
                "implement,build,design,support,refactor,feature,deploy,train,optimise,optimize,develop,budget");
        work(hints, -0.7, "typo,rename,simple,minor,small,trivial,tweak,bump,print,wording,remove unused,comment");
        long[] hashes = new long[hints.size()];
        this.work = new double[hints.size()];
        int number = 0;
        for (Map.Entry<String, Hint> hint : hints.entrySet()) {
            hashes[number] = TextFeatures.hashOf(hint.getKey());
            capability.add(hint.getValue().capability());
            skill.add(hint.getValue().skill());
            work[number++] = hint.getValue().work();
        }
        this.words = new WordTable(hashes);
    }

    private static void capability(Map<String, Hint> hints, String capability, String words) {
        each(hints, words, new Hint(capability, "", 0));
    }

    private static void skill(Map<String, Hint> hints, String skill, String words) {
        each(hints, words, new Hint("", skill, 0));
    }

    private static void work(Map<String, Hint> hints, double work, String words) {
        each(hints, words, new Hint("", "", work));
    }

    private static void each(Map<String, Hint> hints, String words, Hint hint) {
        for (String word : words.split(",", -1)) {
            hints.merge(
                    word,
                    hint,
                    (a, b) -> new Hint(
                            a.capability().isEmpty() ? b.capability() : a.capability(),
                            a.skill().isEmpty() ? b.skill() : a.skill(),
                            a.work() + b.work()));
        }
    }

    /** What the text that was read last hints at. */
    public Found find(FeatureList features) {
        Set<String> capabilities = new TreeSet<>();
        Map<String, Integer> skills = new HashMap<>();
        double sum = 0;
        long seen = 0;
        for (int i = 0; i < features.size(); i++) {
            int number = words.number(features.hash(i));
            if (number < 0) {
                continue;
            }
            if (!capability.get(number).isEmpty()) {
                capabilities.add(capability.get(number));
            }
            if (!skill.get(number).isEmpty()) {
                skills.merge(skill.get(number), 1, Integer::sum);
            }
            if (work[number] != 0 && (seen & 1L << number) == 0) {
                seen |= 1L << number;
                sum += work[number];
            }
        }
        return new Found(
                capabilities,
                skills.keySet().stream().sorted().limit(MOST_SKILLS).toList(),
                sum);
    }
}
