# Asks a query with RDF::Query::Client: `perl ask.pl ENDPOINT QUERY` prints the rows as SPARQL's JSON has them.
use strict;
use warnings;
use JSON::PP;
use RDF::Query::Client;

my ($endpoint, $text) = @ARGV;
my $query = RDF::Query::Client->new($text);
my $found = $query->execute($endpoint) or die $query->error;

my @rows;
while (my $row = $found->next) {
    my %told;
    for my $name (keys %$row) {
        my $term = $row->{$name} or next;
        my %cell = (value => $term->value);
        if ($term->isa('RDF::Trine::Node::Literal')) {
            $cell{type} = 'literal';
            $cell{'xml:lang'} = $term->literal_value_language if $term->has_language;
            $cell{datatype} = $term->literal_datatype if $term->has_datatype;
        } else {
            $cell{type} = 'uri';
            $cell{value} = $term->uri_value;
        }
        $told{$name} = \%cell;
    }
    push @rows, \%told;
}
print JSON::PP->new->canonical->utf8->encode(\@rows);
