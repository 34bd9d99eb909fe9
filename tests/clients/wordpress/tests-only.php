<?php
/** What tests need of a WordPress besides the plugins: no waiting, and a way in for screenshots. */

// Visitors of a test all have one address, and are quick.
add_action( 'init', function () {
	remove_action( 'check_comment_flood', 'check_comment_flood_db' );
} );

add_action( 'init', function () {
	if ( isset( $_GET['let_me_in'] ) && TESTS_PASSWORD === $_GET['let_me_in'] ) {
		wp_set_auth_cookie( 1 );
		wp_safe_redirect( remove_query_arg( 'let_me_in' ) );
		exit;
	}
} );
