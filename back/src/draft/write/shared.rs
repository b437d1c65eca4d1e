//! Writes what concerns no page alone: groups, blocks and logs.

use super::{CHECK, Lines, tables};
use crate::draft::{Draft, group::Group, toml};

pub(super) fn blocks(draft: &Draft, kinds: &[String], lines: &mut Lines) {
    if draft.blocks.is_empty() {
        return;
    }
    lines.heading("What forbids erasure, as far as names tell: the person's key, then one detail");
    for block in &draft.blocks {
        lines.blank();
        lines.line(format_args!("[blocks.{}]", block.id));
        lines.line(format_args!("title = {} {CHECK}", toml::title(&block.title)));
        lines.line(format_args!("persons = {}", toml::list([&kinds[block.kind]])));
        lines.line(format_args!("sql = {} {CHECK}", toml::text(&block.sql)));
        lines.line(format_args!("reads = {}", toml::list(block.reads.iter().map(toml::table))));
    }
}

pub(super) fn logs(draft: &Draft, lines: &mut Lines) {
    if draft.logs.is_empty() {
        return;
    }
    lines.heading("Traces: names go first, then the rows");
    for log in &draft.logs {
        lines.blank();
        lines.line(format_args!("[logs.{}]", log.id));
        lines.line(format_args!("title = {} {CHECK}", toml::title(&log.title)));
        lines.line(format_args!("table = {}", toml::text(&toml::table(&draft.tables[log.table].name))));
        lines.line(format_args!("time = {}", toml::text(&log.time)));
        if !log.columns.is_empty() {
            lines.line(format_args!("columns = {}", toml::list(&log.columns)));
            lines.line(format_args!("pseudonymise = \"P6M\" {CHECK}"));
        }
        lines.line(format_args!("delete = \"P12M\" {CHECK}"));
    }
}

pub(super) fn groups(draft: &Draft, kinds: &[String], lines: &mut Lines) {
    if draft.groups.is_empty() {
        return;
    }
    lines.heading("What persons share as long as they hold a role");
    for group in &draft.groups {
        lines.blank();
        lines.line(format_args!("[groups.{}]", group.id));
        lines.line(format_args!("title = {} {CHECK}", toml::title(&group.title)));
        lines.line(format_args!("table = {}", toml::text(&toml::table(&group.table))));
        lines.line(format_args!("link = {} {CHECK}", link(draft, group, kinds)));
        lines.line(format_args!("key = {}", toml::list([&group.key])));
        lines.line(format_args!("name = {}", toml::text(&format!("{{{}}}", group.name))));
        expected(draft, group, lines);
    }
}

/// From the thing to the role's table, and on from there for as long as the role is held.
fn link(draft: &Draft, group: &Group, kinds: &[String]) -> String {
    let role = &draft.roles[group.role];
    let table = &draft.tables[role.table];
    let name = toml::table(&table.name);
    let held = format!(
        " and today between {name}.{} and {name}.{}",
        toml::name(&role.since),
        toml::name(&role.until)
    );
    let each = table.leads.subjects.iter().map(|(kind, ways)| {
        let ways: Vec<String> = ways
            .iter()
            .map(|way| {
                let mut hops = vec![group.hop()];
                hops.extend(way.iter().map(tables::step));
                hops[1].push_str(&held);
                toml::list(hops)
            })
            .collect();
        let any = if let [only] = ways.as_slice() {
            only.clone()
        } else {
            format!("{{ any = [{}] }}", ways.join(", "))
        };
        (*kind, any)
    });
    let each: Vec<(usize, String)> = each.collect();
    match each.as_slice() {
        [(_, only)] => only.clone(),
        several => {
            let several: Vec<String> =
                several.iter().map(|(kind, any)| format!("{} = {any}", kinds[*kind])).collect();
            format!("{{ {} }}", several.join(", "))
        }
    }
}

/// Which documents each of them must have nobody can guess: how that is written can be shown.
fn expected(draft: &Draft, group: &Group, lines: &mut Lines) {
    for (set, about) in &group.sets {
        let set = &draft.documents[*set];
        let (from, to) = (toml::table(&about.from), toml::table(&about.to));
        let on = about.columns.iter().zip(&about.target);
        let on: Vec<String> = on
            .map(|(own, other)| format!("{from}.{} = {to}.{}", toml::name(own), toml::name(other)))
            .collect();
        lines.line(format_args!("# [expected.{}] # a document that each of them must have, shown by a page with presentation = \"coverage\"", set.id));
        lines.line(format_args!("# title = {}", toml::title(&set.title)));
        lines.line(format_args!("# group = {}", toml::text(&group.id)));
        lines.line(format_args!("# set = {}", toml::text(&set.id)));
        lines.line(format_args!("# on = {}", toml::text(&on.join(" and "))));
    }
}
