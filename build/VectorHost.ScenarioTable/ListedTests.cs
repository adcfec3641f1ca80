namespace VectorHost.ScenarioTable;

/// <summary>The tests outside the suite that show a scenario: of the host, once for all, and of single backends.</summary>
internal static class ListedTests
{
    private const string Pipeline = "tests/VectorHost.Indexing.Tests/Pipeline/RepositoryIndexerTests.cs";
    private const string Saving = "tests/VectorHost.Indexing.Tests/Pipeline/RecordSaverTests.cs";
    private const string Calls = "tests/VectorHost.Indexing.Tests/Stores/RetryingVectorStoreTests.cs";
    private const string Embedder = "tests/VectorHost.Indexing.Tests/Embedding/EmbedderTests.cs";
    private const string OpenAI = "tests/VectorHost.Indexing.Tests/Embedding/OpenAIEmbedderTests.cs";
    private const string Moving = "tests/VectorHost.Indexing.Tests/Moving/";
    private const string Sqlite = "tests/VectorHost.Plugins.Sqlite.Tests/";
    private const string Chroma = "tests/VectorHost.Plugins.Chroma.Tests/";
    private const string Pinecone = "tests/VectorHost.Plugins.Pinecone.Tests/";
    private const string Postgres = "tests/VectorHost.Plugins.Postgres.Tests/";
    private const string Qdrant = "tests/VectorHost.Plugins.Qdrant.Tests/";

    /// <summary>Those that are not where they should be.</summary>
    /// <param name="root">The root of the source tree.</param>
    public static IReadOnlyList<ListedTest> FindMissing(string root) =>
    [
        .. All.Where(test => !File.Exists(Path.Combine(root, test.File))
            || !File.ReadAllText(Path.Combine(root, test.File)).Contains($" {test.Name}(", StringComparison.Ordinal)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ListedTest> All { get; } =
    [
        new(7, Sqlite + "SqliteFileTests.cs", "A_database_of_a_newer_format_is_refused_with_both_numbers"),
        new(7, Chroma + "ChromaConnectionTests.cs", "A_server_that_is_too_old_is_refused_with_both_versions"),
        new(7, Pinecone + "PineconeConnectionTests.cs", "A_version_of_the_API_that_is_spoken_no_more_is_refused_with_both"),
        new(7, Postgres + "PostgresConnectingTests.cs", "A_pgvector_that_is_too_old_is_incompatible_with_both_versions_named"),
        new(7, Qdrant + "QdrantConnectionTests.cs", "A_server_that_is_too_old_is_refused_with_both_versions"),
        new(15, "tests/VectorHost.EndToEnd.Tests/WrongCommandLineTests.cs", "An_empty_name_of_a_repository_is_refused"),
        new(16, Sqlite + "SqliteFileTests.cs", "A_database_of_another_program_is_refused_and_left_as_it_was"),
        new(16, Chroma + "ChromaCollectionTests.cs", "A_collection_of_somebody_else_is_refused_and_left_alone"),
        new(16, Pinecone + "PineconeIndexTests.cs", "An_index_of_another_dimension_is_refused_with_both_and_left_alone"),
        new(16, Postgres + "PostgresConnectingTests.cs", "A_table_of_another_program_is_refused_and_left_alone"),
        new(16, Qdrant + "QdrantCollectionTests.cs", "A_collection_of_another_shape_is_refused_and_left_alone"),
        new(17, "tests/VectorHost.Hosting.Tests/Isolation/GuardedStoreTests.cs", "After_closing_every_call_says_so_with_the_backends_name"),
        new(26, Pipeline, "Equal_chunks_of_one_file_are_records_of_their_own"),
        new(27, Pipeline, "Equal_chunks_of_one_file_are_records_of_their_own"),
        new(30, Pipeline, "Small_limits_of_a_store_are_kept"),
        new(32, Saving, "Records_of_more_bytes_than_a_batch_takes_are_cut_into_batches"),
        new(33, Pipeline, "A_text_longer_than_the_store_takes_is_refused_by_its_place"),
        new(34, Saving, "A_batch_that_the_server_finds_too_large_is_halved_until_it_fits"),
        new(35, Saving, "One_record_that_the_store_refuses_is_named_and_all_others_are_saved"),
        new(37, "tests/VectorHost.EndToEnd.Tests/KilledRunTests.cs", "Twenty_runs_killed_at_any_moment_leave_nothing_behind_that_a_clean_run_would_not"),
        new(38, Pipeline, "An_interrupted_run_goes_on_from_what_was_saved"),
        new(40, "tests/VectorHost.EndToEnd.Tests/ConcurrentProcessesTests.cs", "Two_runs_over_one_repository_both_end_well"),
        new(46, "tests/VectorHost.Indexing.Tests/Repositories/SourceFileReaderTests.cs", "Random_bytes_are_binary_or_text_without_unpaired_surrogates"),
        new(58, "tests/VectorHost.Indexing.Tests/Pipeline/ChunkIdTests.cs", "Ids_are_the_same_on_every_machine"),
        new(61, OpenAI, "Dimensions_that_change_are_an_error_that_names_both"),
        new(63, Embedder, "A_vector_without_direction_is_an_error"),
        new(64, Embedder, "A_vector_without_direction_is_an_error"),
        new(65, Embedder, "A_vector_without_direction_is_an_error"),
        new(66, Embedder, "A_vector_without_direction_is_an_error"),
        new(67, Embedder, "A_vector_without_direction_is_an_error"),
        new(68, Embedder, "A_vector_without_direction_is_an_error"),
        new(69, Embedder, "Very_long_and_very_short_vectors_are_scaled_too"),
        new(70, "tests/VectorHost.Indexing.Tests/Embedding/LexicalEmbeddingGeneratorTests.cs", "Every_text_gives_a_vector_of_length_1"),
        new(76, "tests/VectorHost.EndToEnd.Tests/WrongCommandLineTests.cs", "A_number_of_hits_that_makes_no_sense_is_refused_with_those_that_do"),
        new(124, Sqlite + "SqliteFileTests.cs", "Saving_and_deleting_over_and_over_does_not_make_the_file_grow"),
        new(126, Pipeline, "An_index_by_another_embedder_is_refused_with_both_names_until_it_is_made_anew"),
        new(127, Pipeline, "An_index_by_an_embedder_of_another_name_is_refused_though_the_vectors_are_as_long"),
        new(130, "tests/VectorHost.Indexing.Tests/Pipeline/ChunkLengthTests.cs", "Another_way_of_cutting_begins_anew_and_mixes_nothing_with_what_was"),
        new(131, Moving + "IndexVerifierTests.cs", "A_lost_record_is_noticed"),
        new(133, Pipeline, "A_second_run_at_the_same_time_can_be_told_not_to_wait"),
        new(136, Pipeline, "A_cancelled_run_ends_as_cancelled_and_the_next_completes"),
        new(140, Calls, "A_store_that_asks_to_wait_is_not_asked_again_before"),
        new(142, Calls, "A_lasting_failure_is_not_tried_again"),
        new(144, Calls, "A_transient_failure_that_stays_is_given_up_on"),
        new(147, Chroma + "ChromaSearchTests.cs", "An_answer_that_makes_no_sense_is_a_failure_of_protocol"),
        new(147, Pinecone + "PineconeConnectionTests.cs", "A_record_whose_vector_is_not_whole_is_damage"),
        new(147, Postgres + "PostgresConnectingTests.cs", "A_server_of_another_kind_is_recognised"),
        new(147, Qdrant + "QdrantFailureTests.cs", "An_answer_that_cannot_be_understood_is_said_to_be_none_of_Qdrants"),
        new(148, Chroma + "ChromaConnectionTests.cs", "A_certificate_that_nobody_vouches_for_is_refused"),
        new(148, Pinecone + "PineconeConnectionTests.cs", "A_certificate_that_nobody_vouches_for_is_refused"),
        new(148, Postgres + "PostgresConnectingTests.cs", "A_server_without_TLS_where_it_is_required_says_what_to_set"),
        new(148, Qdrant + "QdrantConnectionTests.cs", "A_certificate_that_nobody_vouches_for_is_refused"),
        new(150, Sqlite + "SqliteFileTests.cs", "A_full_disk_is_called_that_and_what_was_saved_stays"),
        new(152, Sqlite + "SqliteProcessTests.cs", "Two_processes_that_save_at_once_both_succeed_and_searches_see_both"),
        new(153, "tests/VectorHost.EndToEnd.Tests/KilledRunTests.cs", "Twenty_runs_killed_at_any_moment_leave_nothing_behind_that_a_clean_run_would_not"),
        new(155, Sqlite + "SqliteFormatTests.cs", "What_an_earlier_version_wrote_is_read"),
        new(155, Chroma + "ChromaFormatTests.cs", "What_the_first_version_wrote_is_read"),
        new(155, Pinecone + "PineconeFormatTests.cs", "What_the_first_version_wrote_is_read"),
        new(155, Postgres + "PostgresFormatTests.cs", "What_the_first_version_wrote_is_read"),
        new(155, Qdrant + "QdrantFormatTests.cs", "What_the_first_version_wrote_is_read"),
        new(156, "tests/VectorHost.Hosting.Tests/Lifetime/ReloadLeakTests.cs", "A_hundred_reloads_leave_contexts_handles_copies_and_memory_level"),
        new(157, "tests/VectorHost.Hosting.Tests/Isolation/GuardedStoreTests.cs", "Whatever_a_plugin_throws_becomes_a_failure_of_a_fitting_kind"),
        new(158, Moving + "RecordMoverTests.cs", "The_target_holds_the_same_records_and_metadata"),
        new(159, Moving + "RecordMoverTests.cs", "A_move_that_broke_off_goes_on_where_it_was"),
        new(160, Moving + "ArchiveTests.cs", "The_same_records_give_the_same_bytes_in_whatever_order_the_store_has_them"),
        new(161, Moving + "ArchiveTests.cs", "A_record_with_a_field_missing_is_refused_by_its_line"),
        new(163, Moving + "RecordMoverTests.cs", "Limits_are_checked_before_anything_is_written"),
        new(164, Moving + "ChangingSourceTests.cs", "A_source_that_changes_during_a_move_is_noticed_and_the_target_is_never_called_complete"),
        new(165, "tests/VectorHost.Conformance.Tests/Mistakes/WrongStoreTests.cs", "A_store_with_one_mistake_fails_the_tests_that_are_about_it"),
    ];
}
